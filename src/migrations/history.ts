import type { Client } from 'pg';
import type { Knex } from 'knex';
import { quoteIdentifier } from '../postgres/identifier.ts';

/** A row of Knex's history table. */
export interface AppliedMigration {
  readonly name: string;
  readonly batch: number;
  /** Null where the row was written by hand. */
  readonly appliedAt: Date | null;
}

/** The table in the schema that is named, or in the first one of the search path that exists, as Knex looks for it. */
const TABLE = `
  select n.nspname as schema
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relname = $1 and n.nspname = coalesce(
    $2,
    (select s.nspname from unnest($3::text[]) with ordinality as path (name, place)
     join pg_namespace s on s.nspname = path.name order by path.place limit 1),
    current_schema())`;

/** What has been applied, oldest first. Only looks: where there is no history yet, nothing has been applied. */
export async function readHistory(
  client: Pick<Client, 'query'>,
  { migrations, searchPath }: Knex.Config,
): Promise<readonly AppliedMigration[]> {
  const table = migrations?.tableName ?? 'knex_migrations';
  const { rows: found } = await client.query<{ schema: string }>(TABLE, [
    table,
    migrations?.schemaName ?? null,
    searchPath === undefined ? null : [searchPath].flat(),
  ]);
  const schema = found[0]?.schema;
  if (schema === undefined) return [];
  const { rows } = await client.query<AppliedMigration>(
    `select name, batch, migration_time as "appliedAt"
     from ${quoteIdentifier(schema)}.${quoteIdentifier(table)} order by id`,
  );
  return rows;
}
