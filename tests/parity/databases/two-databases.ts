import { Client } from 'pg';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { BASE } from './base.ts';

/** Two databases that hold the same, a connection to each, and what both share with the server. */
export interface TwoDatabases extends AsyncDisposable {
  readonly expected: Client;
  readonly actual: Client;
  readonly databases: readonly [expected: TestDatabase, actual: TestDatabase];
  /** The server's major version. */
  readonly version: number;
  /** SQL with the names of this server's role, tablespace and user. */
  readonly named: (sql: string) => string;
  /** Runs `use` in a transaction on each side, of which nothing stays. */
  readonly inTransactions: (use: () => Promise<void>) => Promise<void>;
}

/** Makes them. */
export async function openTwoDatabases(base = BASE): Promise<TwoDatabases> {
  const one = await createTestDatabase({ migrate: false });
  const other = await createTestDatabase({ migrate: false });
  const [expected, actual] = [new Client(one.url), new Client(other.url)];
  // Shared by all databases of the server: named for this one.
  const [role, tablespace] = [`${one.name}_role`, `${one.name}_space`];
  for (const client of [expected, actual]) {
    await client.connect();
    await client.query(base);
  }
  await actual.query(`create role ${role}`);
  // Without a directory of its own, which this test could not make on the server.
  await actual.query('set allow_in_place_tablespaces = on');
  await actual.query(`create tablespace ${tablespace} location ''`);
  const { rows } = await actual.query<{ version: number; name: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, current_user as name`,
  );
  const { version, name: user } = rows[0] ?? { version: 0, name: '' };
  return {
    expected,
    actual,
    databases: [one, other],
    version,
    named: (sql) =>
      sql.replaceAll('TABLESPACE', tablespace).replaceAll('ROLE', role).replaceAll('USER', user),
    inTransactions: async (use) => {
      await expected.query('begin');
      await actual.query('begin');
      try {
        await use();
      } finally {
        await expected.query('rollback');
        await actual.query('rollback');
      }
    },
    [Symbol.asyncDispose]: async () => {
      await actual.query(`drop tablespace ${tablespace}`);
      await actual.query(`drop role ${role}`);
      await expected.end();
      await actual.end();
      await one.drop();
      await other.drop();
    },
  };
}
