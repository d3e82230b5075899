import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { check, index, integer, pgPolicy, pgSchema, text } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { findings } from '../corpus.ts';
import { gate } from './gated-client.ts';

const app = pgSchema('app');
const schema = {
  app,
  plain: app.table('plain', { id: integer().primaryKey(), note: text().default('x') }),
  checked: app.table('checked', { id: integer() }, () => [check('checked_id', sql`id > 1`)]),
  indexed: app.table('indexed', { note: text() }, (t) => [index('indexed_note').on(sql`lower(${t.note})`)]),
  partly: app.table('partly', { id: integer() }, (t) => [
    index('partly_id')
      .on(t.id)
      .where(sql`id > 1`),
  ]),
  made: app.table('made', { id: integer(), next: integer().generatedAlwaysAs(sql`id + 1`) }),
  guarded: app.table('guarded', { id: integer() }, () => [pgPolicy('guarded_id', { using: sql`id > 1` })]),
  asking: app.table('asking', { id: integer() }, () => [
    pgPolicy('asking_asked', { using: sql`id in (select a.id from app.asked a)` }),
  ]),
  asked: app.table('asked', { id: integer() }),
  read: app.table('read', { id: integer() }),
  seen: app.view('seen', { id: integer() }).as(sql`select id from app.read order by id`),
  copied: app.table('copied', { id: integer() }),
  copy: app.materializedView('copy', { id: integer() }).as(sql`select id from app.copied order by id`),
};

const DDL = `
  create schema app;
  create table app.plain (id integer primary key, note text default 'x');
  create table app.checked (id integer constraint checked_id check (id > 1));
  create table app.indexed (note text);
  create index indexed_note on app.indexed (lower(note));
  create table app.partly (id integer);
  create index partly_id on app.partly (id) where id > 1;
  create table app.made (id integer, next integer generated always as (id + 1) stored);
  create table app.guarded (id integer);
  alter table app.guarded enable row level security;
  create policy guarded_id on app.guarded using (id > 1);
  create table app.asked (id integer);
  create table app.asking (id integer);
  alter table app.asking enable row level security;
  create policy asking_asked on app.asking using (id in (select a.id from app.asked a));
  create table app.read (id integer);
  create view app.seen as select id from app.read order by id;
  create table app.copied (id integer);
  create materialized view app.copy as select id from app.copied order by id`;

/** Tables of which Postgres prints something, which it does not while another one has them to himself. */
const LOOKED_INTO = ['checked', 'indexed', 'partly', 'made', 'guarded', 'asked', 'read', 'copied'];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let other: Client;
let pid: number;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  other = new Client(database.url);
  await other.connect();
  await other.query(DDL);
  pid = (await other.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
});
afterAll(async () => {
  await other.end();
  await database.drop();
});
beforeEach(() => other.query('begin'));
afterEach(() => other.query('rollback'));

function withPatience(milliseconds: number): string {
  const url = new URL(database.url);
  url.searchParams.set('lock_timeout', String(milliseconds));
  return url.href;
}

test.each(LOOKED_INTO)(
  'while somebody has %s to himself, it is said who, and not waited for ever',
  async (table) => {
    await other.query(`lock table app.${table}`);
    const start = performance.now();
    await expect(checkParity({ schema, connection: withPatience(300) })).rejects.toMatchObject({
      code: 'catalog/locked',
      what: expect.stringContaining(`app.${table} by process ${pid} of `) as string,
    });
    expect(performance.now() - start).toBeGreaterThan(300);
  },
);

test('what nothing has to be printed of is nobody’s business', async () => {
  await other.query('lock table app.plain, app.asking');
  // A policy is printed with its table, so that only the plain one is left alone.
  await other.query('rollback; begin; lock table app.plain');
  const verdict = await checkParity({ schema, connection: withPatience(300) });
  expect(findings(verdict)).toEqual([]);
});

test('whoever is in a queue before it, is named as well', async () => {
  await using waiting = await connected();
  await other.query('select from app.read');
  const pidOfWaiting = await processOf(waiting.client);
  const locked = waiting.client.query('begin; lock table app.read');
  await isWaiting(pidOfWaiting);
  await expect(checkParity({ schema, connection: withPatience(300) })).rejects.toMatchObject({
    what: expect.stringContaining(`app.read by process ${pidOfWaiting} of `) as string,
  });
  await other.query('rollback');
  await locked;
});

test('what is there afterwards is judged, and nothing of what was before', async () => {
  await other.query(`
    alter table app.checked rename column id to number;
    alter table app.indexed rename column note to remark;
    alter table app.made rename column id to number`);
  const judging = checkParity({ schema, connection: withPatience(30_000) });
  await sleep(400);
  await other.query('commit');
  const verdict = await judging;
  await other.query(`
    alter table app.checked rename column number to id;
    alter table app.indexed rename column remark to note;
    alter table app.made rename column number to id`);
  expect(findings(verdict)).toEqual([
    'column/renamed app.checked.id',
    'column/renamed app.indexed.note',
    'column/renamed app.made.id',
  ]);
});

test('what is changed between two looks of one snapshot is judged as it is then', async () => {
  await using one = await connected();
  let changes = 0;
  let isLooking = false;
  gate(one.client, async ({ statements }) => {
    // Twice, so that the second look meets a change as well.
    if (isLooking && changes < 2) {
      changes += 1;
      const [from, to] = changes === 1 ? ['id', 'number'] : ['number', 'count'];
      await other.query(`rollback; alter table app.checked rename column ${from} to ${to}`);
    }
    isLooking = statements[0]?.includes('READ ONLY') === true;
  });
  const verdict = await checkParity({ schema, connection: one.client });
  await other.query('alter table app.checked rename column count to id');
  expect(changes).toBe(2);
  expect(findings(verdict)).toEqual(['column/renamed app.checked.id']);
});

test('a migration that takes one table after the other is in no deadlock with it', async () => {
  await other.query('lock table app.guarded');
  await using one = await connected();
  await one.client.query(`set lock_timeout = '30s'`);
  let begun: (value: unknown) => void;
  const hasBegun = new Promise((resolve) => (begun = resolve));
  gate(one.client, async ({ statements }) => {
    if (statements[0]?.includes('READ ONLY') === true) begun(undefined);
    await Promise.resolve();
  });
  const judging = checkParity({ schema, connection: one.client });
  await hasBegun;
  await sleep(300);
  // A view is printed before a policy, and its tables stay locked until the snapshot is given up.
  for (const table of ['read', 'copied', 'asked', 'made', 'checked']) {
    await other.query(`lock table app.${table}`);
  }
  await other.query('rollback');
  expect(findings(await judging)).toEqual([]);
});

test('what is locked after it was looked at, is undecided where it takes another look', async () => {
  await using one = await connected();
  const waiting = await processOf(one.client);
  // Longer than a busy machine may stand still between two looks at who waits.
  await one.client.query(`set lock_timeout = '4s'`);
  gate(one.client, async ({ statements }) => {
    if (statements[0] === 'BEGIN TRANSACTION READ WRITE')
      await other.query('lock table app.read, app.copied');
  });
  let isJudged = false;
  const judging = checkParity({ schema, connection: one.client }).finally(() => (isJudged = true));
  const [{ differences, undecided }, waits] = await Promise.all([
    judging,
    longWaits(waiting, () => isJudged),
  ]);
  expect(differences).toEqual([]);
  expect(undecided.map(({ code, object }) => `${code} ${object}`).sort()).toEqual([
    'materialized-view/definition app.copy',
    'view/definition app.seen',
  ]);
  for (const { reason } of undecided) expect(reason).toMatch(/lock timeout.*Ask again/);
  // One of them is waited for, and not each.
  expect(waits.size).toBe(1);
});

async function connected(): Promise<AsyncDisposable & { readonly client: Client }> {
  const client = new Client(database.url);
  await client.connect();
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      await client.end();
    },
  };
}

async function processOf(client: Client): Promise<number> {
  return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
}

/** When each wait of a process began that lasted longer than one that gives up at once, until all is over. */
async function longWaits(waiting: number, isOver: () => boolean): Promise<ReadonlySet<string>> {
  const begun = new Set<string>();
  while (!isOver()) {
    const { rows } = await other.query<{ start: string }>(
      `select waitstart::text as start from pg_locks
       where pid = $1 and not granted and waitstart < clock_timestamp() - interval '1 s'`,
      [waiting],
    );
    for (const { start } of rows) begun.add(start);
    await sleep(20);
  }
  return begun;
}

async function isWaiting(waiting: number): Promise<void> {
  for (let found = 0; found === 0;) {
    const { rowCount } = await other.query(
      `select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`,
      [waiting],
    );
    found = rowCount ?? 0;
  }
}
