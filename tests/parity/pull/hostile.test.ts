import { Client } from 'pg';
import { pullSchema } from '../../../src/parity/index.ts';
import type { PulledFile } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { compile, pulledFrom, queries, verdictOn } from './pulled.ts';

let database: TestDatabase;
let client: Client;
/** What was pulled, for the compiler, which takes its time. */
const schemas = new Map<string, readonly PulledFile[]>();

beforeEach(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

test('names that say nothing to TypeScript, or the same', async () => {
  await client.query(`
    create schema "class";
    create schema users;
    create type "USERS" as enum ('it''s');
    create table users ("users" integer primary key, user_id integer, "userId" integer, "user id" integer,
      "enableRLS" text, "default" text, "__proto__" text, "constructor" text, "_" text, "$inferSelect" text, "💥" text,
      "a²" text, "then" "USERS" default 'it''s');
    create table "Users" ("user_id" integer references users, users integer references users, name text);
    create table users.users (id integer primary key references public.users, "index" text);
    create index on users.users ("index");
    create table t (id integer primary key);
    create table "one" (id integer primary key references t, many integer references t);
    create table "💥" ("*/ export" text, "\${x}" text check ("\${x}" <> '\`'));
    create table index ("text" text, "integer" integer);
    create table relations (id integer primary key, index_id integer);
    create table "../../etc/con" (id integer);
    create table con (id integer);
    create table "class"."new users" (id integer);
    create table "class".new_users (id integer);
    create table new_user (id integer);
    create table exports (id integer);
    create sequence enums;
    create view undefined as select 1 as "let";
    comment on table t is 'ends */ here
and goes on \`\${x}\`';
    comment on column t.id is 'it''s "this" (';`);
  const { files, unsaid } = await pulledFrom({ connection: client });
  schemas.set('hostile', files);
  expect(unsaid.map(({ object, what }) => `${what}: ${object}`)).toEqual([
    'a comment: public.t',
    'a comment: public.t.id',
  ]);
  const paths = files.map(({ path }) => path);
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  for (const path of paths) expect(path).toMatch(/^(?:[\w-]+\/)?[\p{L}\w-]+\.ts$/u);
  expect(paths.filter((path) => /(?:^|\/)con\.ts$/.test(path))).toEqual([]);
  const db = queries(client, files);
  expect(await db.query.users?.findMany({})).toEqual([]);
});

test('what cannot be declared is said once, where it belongs', async () => {
  await client.query(`
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create table logs (at date not null, text text) partition by range (at);
    create table logs_1 partition of logs for values from ('2020-01-01') to ('2021-01-01');
    create trigger logs_touch before insert on logs for each row execute function touch();
    create table rows (a integer check (a > 0) no inherit, b integer constraint late unique deferrable, c int4range,
      exclude using gist (c with &&));
    create index rows_a on rows (a) include (b);
    alter table rows force row level security;
    create policy mine on rows using (true);
    create sequence small as smallint;
    create view seen as select a from rows;
    create trigger seen_touch instead of insert on seen for each row execute function touch();`);
  const { files, unsaid } = await pullSchema({ connection: client });
  schemas.set('unsaid', files);
  const left = await verdictOn({ files, schemas: ['public'] }, client);
  expect(unsaid.map(({ object, what }) => `${what}: ${object}`).sort()).toEqual([
    'a check that is not inherited: public.rows.rows_a_check',
    'a constraint that can be deferred: public.rows.late',
    'a function: public.touch()',
    'a trigger: public.logs.logs_touch',
    'a trigger: public.seen.seen_touch',
    'an exclusion constraint: public.rows.rows_c_excl',
    'included columns: public.rows.rows_a',
    'policies of a table that does not heed them: public.rows',
    'row level security that is forced on the owner: public.rows',
    'the partitions of a table: public.logs',
    'the type of a sequence: public.small',
  ]);
  // What the verdict can see is in that list; the rest is nothing that it judges.
  expect(left).toEqual([
    'check/no-inherit public.rows.rows_a_check',
    'index/include public.rows.rows_a',
    'table/force-rls public.rows',
    'table/rls public.rows',
    'unique/deferrable public.rows.late',
  ]);
  const said = files.flatMap(({ path, text }) =>
    [...text.matchAll(/^\/\/ .*$/gm)].map(([line]) => `${path} ${line}`),
  );
  expect(said).toEqual([
    'index.ts // Drizzle cannot declare a function: touch()',
    'logs.ts // Drizzle cannot declare the partitions of a table: logs',
    'logs.ts // Drizzle cannot declare a trigger: logs_touch',
    'rows.ts // Drizzle cannot declare row level security that is forced on the owner: rows',
    'rows.ts // Drizzle cannot declare policies of a table that does not heed them: rows',
    'rows.ts // Drizzle cannot declare a constraint that can be deferred: late',
    'rows.ts // Drizzle cannot declare a check that is not inherited: rows_a_check',
    'rows.ts // Drizzle cannot declare included columns: rows_a',
    'rows.ts // Drizzle cannot declare an exclusion constraint: rows_c_excl',
    'seen.ts // Drizzle cannot declare a trigger: seen_touch',
    'sequences.ts // Drizzle cannot declare the type of a sequence: small',
  ]);
});

test('all of it is TypeScript', () => {
  expect([...schemas.keys()]).toEqual(['hostile', 'unsaid']);
  expect(compile(schemas)).toEqual([]);
});
