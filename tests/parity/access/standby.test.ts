import type { Client } from 'pg';
import { connect, withClient } from '../../../src/postgres/client.ts';
import { checkParity } from '../../../src/parity/index.ts';
import type { Verdict } from '../../../src/parity/index.ts';
import { buildSchema, loadSchema } from '../corpus.ts';
import type { ScratchServer } from '../../postgres/scratch-server.ts';
import { Replicated } from '../../postgres/standbys.ts';

/** What takes plans and twins most, what takes none, and one whose search_path is empty. */
const FOLDERS = [
  'base-columns',
  'base-indexes',
  'base-types',
  'base-views',
  'checks-functions',
  'defaults-expressions',
  'generated-values',
  'indexes-expressions',
  'keys-identity',
  'partitions-range',
  'policies-subqueries',
  'restored-dump',
  'types-citext',
  'views-forms',
  'views-types',
];

let servers: Replicated;
let primary: ScratchServer;
let standby: ScratchServer;
const counts = { same: 0, undecided: 0 };

beforeAll(async () => {
  servers = await Replicated.make();
  primary = servers.primary;
  [standby] = servers.standbys as [ScratchServer];
  await on(primary, 'postgres', async (client) => {
    for (const folder of FOLDERS) await client.query(`create database "${folder}"`);
  });
});
afterAll(async () => {
  await servers[Symbol.asyncDispose]();
});

async function on<Result>(
  server: ScratchServer,
  database: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  return await withClient(server.connection({ database }), use);
}

function about({ code, object }: { readonly code: string; readonly object: string }): string {
  return `${code} ${object}`;
}

function expectTheSame(seen: Verdict, full: Verdict): void {
  const known = new Set(full.undecided.map(about));
  const more = seen.undecided.filter((one) => !known.has(about(one)));
  const undecidable = new Set(more.map(about));
  // What only a twin tells may be a difference.
  expect(seen.differences.map(about)).toEqual(
    full.differences.map(about).filter((one) => !undecidable.has(one)),
  );
  expect(seen.compared.facts).toBe(full.compared.facts);
  expect(seen.agrees).toBe(full.agrees && more.length === 0);
  for (const { reason } of more) expect(reason).toContain('ask the primary server');
  counts[more.length === 0 ? 'same' : 'undecided'] += 1;
}

test.each(FOLDERS)('%s: the standby is judged as the primary is', async (folder) => {
  const one = await loadSchema(folder);
  const { schema } = one;
  await on(primary, folder, async (client) => {
    await buildSchema(client, one);
  });
  await servers.catchUp();
  const [full, seen] = await Promise.all(
    [primary, standby].map((server) =>
      checkParity({ schema, connection: server.connection({ database: folder }) }),
    ),
  );
  if (full === undefined || seen === undefined) throw new Error('both were asked');
  expect(full.differences).toEqual([]);
  expectTheSame(seen, full);
});

test('what was changed on the primary is found on the standby', async () => {
  await on(primary, 'base-columns', async (client) => {
    await client.query(`
      alter table shop.items add column extra integer;
      alter table shop.items alter column name drop not null`);
  });
  await servers.catchUp();
  const { schema } = await loadSchema('base-columns');
  const { differences } = await checkParity({
    schema,
    connection: standby.connection({ database: 'base-columns' }),
  });
  expect(differences.map(about)).toEqual([
    'column/nullable shop.items.name',
    'column/undeclared shop.items.extra',
  ]);
});

test('a transaction that was begun there before is judged, and goes on', async () => {
  const { schema } = await loadSchema('base-types');
  await on(standby, 'base-types', async (client) => {
    await client.query('begin isolation level repeatable read');
    const { differences } = await checkParity({ schema, connection: client });
    expect(differences).toEqual([]);
    await client.query('select 1');
    await client.query('rollback');
  });
});

test('a change that is being replayed is not waited for ever', async () => {
  const { schema } = await loadSchema('base-views');
  const holder = await connect(primary.connection({ database: 'base-views' }));
  try {
    await holder.query('begin; lock table people');
    // A lock is told of with what is written next.
    await on(primary, 'postgres', async (client) => client.query('select txid_current(), pg_switch_wal()'));
    await servers.catchUp();
    const settings = standby.connection({ database: 'base-views' });
    await expect(
      checkParity({ schema, connection: { ...settings, timeouts: { ...settings.timeouts, lock: 300 } } }),
    ).rejects.toMatchObject({
      code: 'catalog/locked',
      what: expect.stringContaining('public.people by process ') as string,
    });
  } finally {
    await holder.end();
  }
});

test('some needs a twin, some does not, and nothing was tried that a standby cannot do', () => {
  expect(counts.same + counts.undecided).toBe(FOLDERS.length);
  expect(counts.same).toBeGreaterThan(0);
  expect(counts.undecided).toBeGreaterThan(0);
  expect(standby.log).not.toContain('during recovery');
  expect(standby.log).not.toContain('read-only transaction');
});
