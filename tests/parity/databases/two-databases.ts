import { Client } from 'pg';
import type { Identity } from '../../../src/catalog/object.ts';
import { compareDatabases } from '../../../src/parity/databases/compare.ts';
import type { CompareDatabasesOptions } from '../../../src/parity/databases/compare.ts';
import type { DatabaseComparison } from '../../../src/parity/databases/comparison.ts';
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
  /** Whether it is a role that this test has or makes, or no role. Roles are the server's: other tests make theirs meanwhile. */
  readonly isOwn: (one: Pick<Identity, 'kind' | 'name'>) => boolean;
  /** Compares both as they are, or what is given in their place, and leaves out the roles of other tests. */
  readonly compare: (options?: Partial<CompareDatabasesOptions>) => Promise<DatabaseComparison>;
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
  const isOwn: TwoDatabases['isOwn'] = ({ kind, name }) =>
    kind !== 'role' || name.startsWith(role) || name === user;
  return {
    expected,
    actual,
    databases: [one, other],
    version,
    named: (sql) =>
      sql.replaceAll('TABLESPACE', tablespace).replaceAll('ROLE', role).replaceAll('USER', user),
    isOwn,
    compare: async (options) => {
      const comparison = await compareDatabases({ expected, actual, ...options });
      const agree = (differences: typeof comparison.differences): boolean =>
        differences.length === 0 && comparison.undecided.length === 0;
      expect(comparison.agrees).toBe(agree(comparison.differences));
      const differences = comparison.differences.filter(({ identity }) => isOwn(identity));
      return { ...comparison, differences, agrees: agree(differences) };
    },
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
