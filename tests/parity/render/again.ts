import { Client } from 'pg';
import { readDependencies } from '../../../src/catalog/dependencies.ts';
import type { Dependency } from '../../../src/catalog/dependencies.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { readCatalog } from '../../../src/catalog/read.ts';
import { inSnapshot, withSession } from '../../../src/catalog/session.ts';
import { compareDatabases } from '../../../src/parity/databases/compare.ts';
import { renderDatabase } from '../../../src/parity/render/database.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { run } from './facts.ts';

/** All that is read of a database to make it again. */
export interface Whole {
  readonly objects: readonly CatalogObject[];
  readonly dependencies: readonly Dependency[];
}

/** Reads it. */
export async function wholeOf(client: Client): Promise<Whole> {
  return await withSession(client, async (session) => {
    return await inSnapshot(session, async () => {
      const { version } = session;
      const objects = await readCatalog(session.client, { version, beyond: true });
      return { objects, dependencies: await readDependencies(session.client, { version }) };
    });
  });
}

/** A database and an empty one, in which it is made again. */
export interface Original extends AsyncDisposable {
  readonly client: Client;
  readonly copy: Client;
  /** The server's major version. */
  readonly version: number;
  /** SQL with the names of this server's role, tablespace and user; ROLE_boss is a superuser. */
  readonly named: (sql: string) => string;
  /** Runs `use` in a transaction on each side, of which nothing stays. */
  readonly inTransactions: (use: () => Promise<void>) => Promise<void>;
}

/** Makes both, the first from SQL. */
export async function openOriginal(sql: string): Promise<Original> {
  const databases = [
    await createTestDatabase({ migrate: false }),
    await createTestDatabase({ migrate: false }),
  ];
  const [client, copy] = databases.map(({ url }) => new Client(url)) as [Client, Client];
  await client.connect();
  await copy.connect();
  await client.query(sql);
  const { rows } = await client.query<{ version: number; user: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, current_user as user`,
  );
  const { version, user } = rows[0] ?? { version: 0, user: '' };
  // Shared by all databases of the server: named for this one.
  const name = databases[0]?.name ?? '';
  const [role, tablespace] = [`${name}_role`, `${name}_space`];
  await client.query(`create role ${role}`);
  await client.query(`create role ${role}_boss superuser`);
  // Without a directory of its own, which this test could not make on the server.
  await client.query('set allow_in_place_tablespaces = on');
  await client.query(`create tablespace ${tablespace} location ''`);
  return {
    client,
    copy,
    version,
    named: (text) =>
      text.replaceAll('TABLESPACE', tablespace).replaceAll('ROLE', role).replaceAll('USER', user),
    inTransactions: async (use) => {
      await client.query('begin');
      await copy.query('begin');
      try {
        await use();
      } finally {
        await client.query('rollback');
        await copy.query('rollback');
      }
    },
    [Symbol.asyncDispose]: async () => {
      await client.query(`drop tablespace ${tablespace}`);
      await client.query(`drop role ${role}_boss, ${role}`);
      await client.end();
      await copy.end();
      for (const database of databases) await database.drop();
    },
  };
}

/** Makes the copy from what is read of the original. */
export async function makeAgain({ client, copy }: Original): Promise<void> {
  const { objects, dependencies } = await wholeOf(client);
  await run(copy, renderDatabase(objects, dependencies));
}

/** Where two databases differ, a line each. Roles are the server's: those of other tests come and go meanwhile. */
export async function differencesOf(expected: Client, actual: Client): Promise<readonly string[]> {
  const { differences, undecided } = await compareDatabases({ expected, actual, bookkeeping: 'compared' });
  const own = [expected.database ?? '', actual.database ?? ''];
  const isOwn = ({ kind, object }: (typeof differences)[number]): boolean =>
    kind !== 'role' || own.some((name) => object.startsWith(name));
  return [
    ...differences
      .filter(isOwn)
      .map(
        ({ code, object, expected: one, actual: other }) =>
          `${code} ${object}: ${JSON.stringify(one)} became ${JSON.stringify(other)}`,
      ),
    ...undecided.map(({ code, object }) => `undecided ${code} ${object}`),
  ];
}
