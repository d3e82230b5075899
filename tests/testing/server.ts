import { Client } from 'pg';
import { readLeases } from '../../src/testing/lease.ts';
import { until } from '../postgres/standbys.ts';

const url = (): string => process.env.TEST_DATABASE_URL ?? '';

/** Asks the server of this run. */
export async function ask<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return await askAt<Row>(url(), sql, values);
}

/** Asks some database. */
export async function askAt<Row extends object>(
  connectionString: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Whether the server of this run has a database. */
export async function exists(name: string): Promise<boolean> {
  return (await ask('select from pg_database where datname = $1', [name])).length > 0;
}

/** Whether somebody holds the lease of a database of this run's server. */
export async function isLeased(name: string): Promise<boolean> {
  const client = new Client({ connectionString: url() });
  await client.connect();
  try {
    return (await readLeases(client))(name);
  } finally {
    await client.end();
  }
}

/** The server notices a moment later that a process is gone; and whoever is dropping a database has its lease too. */
export async function leaseToEnd(name: string): Promise<void> {
  await until(async () => !(await isLeased(name)));
}

/** The tables of a database's schema public. */
export async function tables(connectionString: string): Promise<string[]> {
  const rows = await askAt<{ name: string }>(
    connectionString,
    `select tablename as name from pg_tables
      where schemaname = 'public' and tablename not like 'knex%' order by 1`,
  );
  return rows.map(({ name }) => name);
}
