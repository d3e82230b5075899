import type { Knex } from 'knex';
import { Problem } from '../../problem.ts';
import { existingFiles } from './draft-from-drizzle.ts';
import type { NamedMigration } from './names.ts';

/** Whether a project has the migrations of a folder already: all of them, or none. Anything else is refused. */
export function areWritten(config: Knex.Config, migrations: readonly NamedMigration[]): boolean {
  const names = existingFiles(config).map(({ name }) => name);
  const missing = migrations.filter(({ name }) => !names.includes(name));
  if (missing.length === 0) return true;
  if (missing.length < migrations.length) throw someWritten(missing);
  const first = migrations[0]?.name ?? '';
  const newer = names.filter((name) => name > first);
  if (newer.length > 0) throw newerThere(newer, first);
  return false;
}

function someWritten(missing: readonly NamedMigration[]): Problem {
  return new Problem({
    code: 'migrations/drizzle-in-the-way',
    what: `the folder of migrations has some of drizzle-kit's, and not these:\n${missing
      .map(({ name, migration: { tag } }) => `  ${name} (${tag})`)
      .join('\n')}`,
    why: 'what drizzle-kit made after it was adopted has no place between the migrations that are there; nothing has been written',
    fix: 'make the same change by a migration of Knex (npm run db:migrate:make), and drop it from the folder of drizzle-kit; or delete the files that were adopted, with what nobody has applied, and adopt again',
  });
}

function newerThere(newer: readonly string[], first: string): Problem {
  return new Problem({
    code: 'migrations/drizzle-in-the-way',
    what: `migrations are there that come after the first of drizzle-kit's, which would be ${first}:\n${newer.map((name) => `  ${name}`).join('\n')}`,
    why: "migrations run in the order of their names, so that drizzle-kit's would come before what they were made after, or between; nothing has been written",
    fix: "give drizzle-kit's a folder of their own and a knexfile for it (--knexfile), or rename those that no database has so that they come last",
  });
}
