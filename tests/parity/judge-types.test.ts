import { Client } from 'pg';
import { inSnapshot, withSession } from '../../src/catalog/session.ts';
import { resolveTypes } from '../../src/parity/judge/resolve-types.ts';
import type { ResolvedType } from '../../src/parity/judge/resolve-types.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
  await client.query(`
    create schema app;
    create schema shut;
    create type mood as enum ('a');
    create type app.mood as enum ('a');
    create type app."My Enum" as enum ('a');
    create domain app.short as varchar(3);
    create domain app.shorter as app.short;
    create type app.pair as (a integer, b text);
    create type shut.secret as enum ('a');
    create table app.kept (id integer)`);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function resolve(...names: readonly string[]): Promise<ReadonlyMap<string, ResolvedType>> {
  return await withSession(client, async (session) =>
    inSnapshot(session, async () => await resolveTypes(session, names)),
  );
}

test.each<[name: string, text: string, bare?: string]>([
  ['int8', 'bigint'],
  ['INT', 'integer'],
  ['float', 'double precision'],
  ['float(24)', 'real'],
  ['decimal', 'numeric'],
  ['numeric(10, 2)', 'numeric(10,2)', 'numeric'],
  ['numeric(6)', 'numeric(6,0)', 'numeric'],
  ['numeric(3, -2)', 'numeric(3,-2)', 'numeric'],
  ['timestamptz', 'timestamp with time zone'],
  ['timestamp (3) with time zone', 'timestamp(3) with time zone', 'timestamp with time zone'],
  ['timestamp(0)', 'timestamp(0) without time zone', 'timestamp without time zone'],
  ['time(3) with time zone', 'time(3) with time zone', 'time with time zone'],
  ['interval day to second(3)', 'interval day to second(3)', 'interval'],
  ['interval(2)', 'interval(2)', 'interval'],
  ['char', 'character(1)', 'bpchar'],
  ['char(5)', 'character(5)', 'bpchar'],
  ['bpchar', 'bpchar'],
  ['"char"', '"char"'],
  ['bit', 'bit(1)', '"bit"'],
  ['varbit(8)', 'bit varying(8)', 'bit varying'],
  ['varchar', 'character varying'],
  ['varchar(10)[]', 'character varying(10)[]', 'character varying[]'],
  ['integer[3][4]', 'integer[]'],
  ['numeric(10,2) array', 'numeric(10,2)[]', 'numeric[]'],
  ['bool', 'boolean'],
  ['pg_catalog.int4', 'integer'],
  ['text -- a comment', 'text'],
  ['mood', 'public.mood'],
  ['"app"."mood"', 'app.mood'],
  ['app."My Enum"[]', 'app."My Enum"[]'],
  ['app.short', 'app.short'],
  ['app.shorter[]', 'app.shorter[]'],
  ['app.pair', 'app.pair'],
  ['app.kept', 'app.kept'],
  ['int4range', 'int4range'],
  ['regclass', 'regclass'],
])('%s is %s', async (name, text, bare = text) => {
  expect(await resolve(name)).toEqual(new Map([[name, { is: 'known', text, bare }]]));
});

test.each([
  ['mooood', 'there is no type mooood in the search_path'],
  ['"Mood"', 'there is no type "Mood"'],
  ['nowhere.mood', 'there is no type nowhere.mood'],
  ['serial', 'there is no type serial'],
  ['bit(undefined)', 'invalid input syntax'],
  ['numeric(2000)', 'must be between'],
  ['interval year(3)', 'syntax error'],
  ['', ''],
  ['int) , (1', 'syntax error'],
  ['int, 1', 'syntax error'],
  ['int + 1', 'syntax error'],
  ['int; drop table app.kept', 'syntax error'],
  ['int from app.kept', 'syntax error'],
  ['text collate "C"', 'syntax error'],
  [`int) + (select set_config('search_path', 'x', false)::int`, 'syntax error'],
  ['setof integer', 'setof integer'],
  ['app.kept.id%type', 'syntax error'],
])('%s is unknown', async (name, reason) => {
  expect(await resolve(name)).toEqual(
    new Map([[name, { is: 'unknown', reason: expect.stringContaining(reason) as string }]]),
  );
});

test('the search_path says what a bare name means', async () => {
  await client.query('set search_path = app, public');
  expect(await resolve('mood', 'short')).toEqual(
    new Map([
      ['mood', { is: 'known', text: 'app.mood', bare: 'app.mood' }],
      ['short', { is: 'known', text: 'app.short', bare: 'app.short' }],
    ]),
  );
  await client.query('reset search_path');
});

test('a namespace that the role may not use is said', async () => {
  await client.query(`begin; create role ${database.name}_types; set local role ${database.name}_types`);
  expect(await resolve('shut.secret', 'text')).toEqual(
    new Map([
      ['shut.secret', { is: 'unknown', reason: 'Postgres says: permission denied for schema shut' }],
      ['text', { is: 'known', text: 'text', bare: 'text' }],
    ]),
  );
  await client.query('rollback');
});

test('three round trips for any number of names, unknown ones among them', async () => {
  const names = Array.from({ length: 500 }, (_, place) => [
    `numeric(${(place % 900) + 1})`,
    `gone_${place}`,
    'int8',
  ]);
  await withSession(client, async (session) => {
    await inSnapshot(session, async () => {
      const before = session.roundTrips();
      const resolved = await resolveTypes(session, names.flat());
      expect(resolved.size).toBe(1001);
      expect(session.roundTrips() - before).toBe(3);
    });
  });
});
