import type { Client } from 'pg';
import { nameOfToken, sqlTokens } from '../../parity/declared/sql-tokens.ts';
import { withClient } from '../../postgres/client.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import type { DrizzleMigration } from './drizzle-migration.ts';
import { wordsIn } from './words.ts';

const KNOWN = `select rolname as name from pg_roles where rolname = any ($1) and rolname !~ '^pg_' order by rolname`;

/** The roles of a server that migrations speak of. */
export async function rolesSpokenOf(
  client: Pick<Client, 'query'>,
  migrations: readonly DrizzleMigration[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(KNOWN, [[...wordsIn(migrations)]]);
  return rows.map(({ name }) => name);
}

/** The roles that migrations make. */
export interface MadeRoles {
  /** By a statement of theirs, which fails where the role is there. */
  readonly made: readonly string[];
  /** In a body, where it may depend on whether the role is there. */
  readonly perhaps: readonly string[];
}

/** What makes a role in the text of a body. */
const MAKES = /\bcreate\s+(?:role|user)\s+(?!mapping\b)(?:"((?:[^"]|"")+)"|([a-z_][\w$]*))/gi;

/** The roles that a folder's migrations make. */
export function rolesMadeBy(migrations: readonly DrizzleMigration[]): MadeRoles {
  const made = madeByStatements(migrations);
  const spoken = migrations.flatMap(({ text }) =>
    [...text.matchAll(MAKES)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.toLowerCase(),
    ),
  );
  const perhaps = spoken.flatMap((name) => (name === undefined || made.includes(name) ? [] : [name]));
  return { made, perhaps: [...new Set(perhaps)] };
}

function madeByStatements(migrations: readonly DrizzleMigration[]): readonly string[] {
  return migrations.flatMap(({ statements }) =>
    statements.flatMap(({ sql }) => {
      const [first, second, third] = sqlTokens(sql);
      const [verb, kind] = [first?.text.toLowerCase(), second?.text.toLowerCase()];
      if (verb !== 'create' || (kind !== 'role' && kind !== 'user') || third === undefined) return [];
      const name = nameOfToken(third);
      return name === undefined ? [] : [name];
    }),
  );
}

/**
 * Runs `use` while a server has the roles that migrations speak of; those that are made, by us or by the migrations, are gone
 * afterwards. A role belongs to no database, so that it does not go with a scratch database.
 */
export async function withRoles<Result>(
  server: ConnectionSettings,
  { made, perhaps, needed = [] }: MadeRoles & { readonly needed?: readonly string[] },
  use: () => Promise<Result>,
): Promise<Result> {
  return await withClient(server, async (client) => {
    const known = async (names: readonly string[]): Promise<readonly string[]> =>
      (await client.query<{ name: string }>(KNOWN, [names])).rows.map(({ name }) => name);
    const inTheWay = await known(made);
    if (inTheWay.length > 0) throw alreadyThere(inTheWay, server);
    const there = new Set(await known([...needed, ...perhaps]));
    const lacking = needed.filter((name) => !there.has(name) && !made.includes(name));
    for (const name of lacking) await client.query(`create role ${quoteIdentifier(name)} nologin`);
    try {
      return await use();
    } finally {
      const strange = perhaps.filter((name) => !there.has(name));
      for (const name of new Set([...made, ...strange, ...lacking]))
        await client.query(`drop role if exists ${quoteIdentifier(name)}`);
    }
  });
}

function alreadyThere(names: readonly string[], server: ConnectionSettings): Problem {
  return new Problem({
    code: 'migrations/drizzle-role-exists',
    what: `${names.join(', ')}: a migration makes the role, and it is there already on the server of the scratch database, ${describeConnection(server)}`,
    why: 'a role belongs to the whole server, so that the migration would fail there; nothing has been written',
    fix: 'name a server that does not have it: --server postgres://…',
  });
}
