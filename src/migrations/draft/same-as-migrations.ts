import type { Knex } from 'knex';
import { concludeOn } from '../../parity/stages/conclude-on.ts';
import type { Between, Wanted } from '../../parity/stages/conclude-on.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { describeHolder } from '../session/lock.ts';
import { status } from '../status.ts';

/** Looks at a database that is to have all migrations; refuses one that has others, or is being migrated. */
export async function lookAtMigrated(
  connection: ConnectionSettings,
  { config, options }: { readonly config: Knex.Config; readonly options: Wanted },
): Promise<Between> {
  const { pending, missing, lockedBy } = await status({ config, connection });
  if (lockedBy !== undefined)
    throw beingMigrated(lockedBy === 'knex' ? 'a stock Knex' : describeHolder(lockedBy));
  if (missing.length > 0) throw notOnDisk(missing.map(({ name }) => name));
  if (pending.length > 0) throw notApplied(pending.map(({ name }) => name));
  return await concludeOn(connection, options);
}

/** Refuses a database that is not what the migrations make: what is drafted for the one would not suit the other. */
export function requireSameAsMigrations(live: Between, made: Between): void {
  const [here, there] = [linesOf(live), linesOf(made)];
  const apart = [
    ...here.filter((line) => !there.includes(line)).map((line) => `  only in the database: ${line}`),
    ...there.filter((line) => !here.includes(line)).map((line) => `  only by the migrations: ${line}`),
  ];
  if (apart.length > 0) throw drifted(apart);
}

function linesOf({ findings }: Between): readonly string[] {
  return findings.map(({ message }) => message);
}

function beingMigrated(who: string): Problem {
  return new Problem({
    code: 'draft/being-migrated',
    what: `the database is being migrated: ${who}`,
    why: 'what differs in the middle of a deploy differs from nothing that anybody meant',
    fix: 'draft again when it has ended, or from the migrations alone: --replay',
  });
}

function notApplied(names: readonly string[]): Problem {
  return new Problem({
    code: 'draft/pending',
    what: `the database lacks migrations that are written already:\n${names.map((name) => `  ${name}`).join('\n')}`,
    why: 'a draft from what differs now would do again what they do',
    fix: 'apply them first (npm run db:migrate), or draft from the migrations alone: --replay',
  });
}

function notOnDisk(names: readonly string[]): Problem {
  return new Problem({
    code: 'draft/missing-files',
    what: `the database has migrations that are not on disk:\n${names.map((name) => `  ${name}`).join('\n')}`,
    why: 'a draft is tried out on what the migrations make, which is something else then',
    fix: 'get the files back (another branch?), or draft from the migrations that are here: --replay',
  });
}

function drifted(lines: readonly string[]): Problem {
  return new Problem({
    code: 'draft/drifted',
    what: `the database is not what its migrations make, as far as the schema is concerned:\n${lines.join('\n')}`,
    why: 'a migration that suits this database would fail on one that only the migrations have made',
    fix: 'npm run db:check -- --replay tells more; undo what was done by hand, or draft from the migrations alone: --replay',
  });
}
