import type { Client } from 'pg';

/** What was set aside. */
export interface Kept {
  readonly id: string;
  /** The run that took it back. */
  readonly deploy: string;
  readonly migration: string;
  /** All of a table, columns of it, or some of its rows. */
  readonly what: 'table' | 'columns' | 'rows';
  /** The table that it is of, as it was named. */
  readonly table: string;
  /** The columns that went; all of them where rows went. */
  readonly columns: readonly string[];
  /** The columns that tell which row a value was of; without them its other values do. */
  readonly key: readonly string[];
  /** The table that it is in. */
  readonly copy: string;
  readonly rows: number;
  readonly keptAt: Date;
}

const LIST = `
select id, deploy, migration, what, name as table, columns, key, copy, rows::float8 as rows, kept_at as "keptAt"
from keelson.kept where history = $1 and copy is not null order by id`;

/** What is kept and was not brought back. */
export async function listKept(client: Pick<Client, 'query'>, history: string): Promise<readonly Kept[]> {
  return (await client.query<Kept>(LIST, [history])).rows;
}

/** Throws away what is kept: in the transaction of whoever calls. */
export async function dropKept(
  client: Pick<Client, 'query'>,
  { id, copy }: Pick<Kept, 'id' | 'copy'>,
): Promise<void> {
  await client.query(`drop table if exists ${copy}`);
  await client.query('delete from keelson.kept where id = $1', [id]);
}
