import type { PoolClient } from 'pg';
import { quoteIdentifier } from '../../../postgres/identifier.ts';

/** What Knex has recorded. */
export interface AppliedMigrations {
  /** How many are applied, or undefined where the history cannot be read. */
  readonly applied?: number;
  readonly last?: string;
  /** Those of `expected` that are not. */
  readonly pending?: readonly string[];
  /** Why the history cannot be read: it is not there, or this role may not. */
  readonly unknown?: string;
}

export interface HistoryOptions {
  /** The table of Knex's history; by default knex_migrations in the schema public. */
  readonly table?: string;
  readonly schema?: string;
  /** Names of the migrations that this build was made for, with or without the ending of a file. */
  readonly expected?: readonly string[];
}

const SUMMARY = (table: string): string => `
  select count(*)::int as applied,
    (select name from ${table} order by id desc limit 1) as last,
    array(
      select wanted from unnest($1::text[]) with ordinality as given (wanted, place)
      where wanted not in (select regexp_replace(name, '\\.[cm]?[jt]s$', '') from ${table} where name is not null)
      order by place
    ) as pending
  from ${table}`;

const READABLE = `
  select oid is not null as is_there, has_table_privilege(oid, 'select') as may_read
  from (select to_regclass($1)::oid as oid) as history`;

const NO_HISTORY = 'there is no history';
const NOT_FOR_US = 'this role may not read the history';

/** What the history of a database says. */
export async function appliedMigrations(
  client: PoolClient,
  { table = 'knex_migrations', schema = 'public', expected }: HistoryOptions,
): Promise<AppliedMigrations> {
  const wanted = expected?.map((name) => name.replace(/\.[cm]?[jt]s$/, ''));
  const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
  try {
    // Asked first, so that a check that comes every few seconds is no failure of a query every few seconds.
    const { rows: found } = await client.query<{ is_there: boolean; may_read: boolean | null }>(READABLE, [
      name,
    ]);
    if (found[0]?.is_there !== true) return { unknown: NO_HISTORY };
    if (found[0].may_read !== true) return { unknown: NOT_FOR_US };
    const { rows } = await client.query<{ applied: number; last: string | null; pending: string[] }>(
      SUMMARY(name),
      [wanted ?? []],
    );
    const [{ applied, last, pending } = { applied: 0, last: null, pending: [] }] = rows;
    return {
      applied,
      ...(last !== null && { last }),
      ...(wanted !== undefined && { pending }),
    };
  } catch (error) {
    // A schema that this role may not look into.
    if ((error as { readonly code?: string }).code !== '42501') throw error;
    return { unknown: NOT_FOR_US };
  }
}
