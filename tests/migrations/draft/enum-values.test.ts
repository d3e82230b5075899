import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { integer, pgSchema, serial, text } from 'drizzle-orm/pg-core';
import { destroyedBy } from '../../../src/migrations/draft/destroyed.ts';
import { describeFinding, draftMigration } from '../../../src/migrations/index.ts';
import type { Draft, DraftOptions } from '../../../src/migrations/index.ts';
import { quoteLiteral } from '../../../src/postgres/identifier.ts';
import { concludeOn } from '../../../src/parity/stages/conclude-on.ts';
import { scene } from '../scene.ts';
import type { Scene } from '../scene.ts';

/*
 * An enum loses values that rows hold: it is counted how many do, they get what only stands for it, and a person is told
 * to decide.
 */

const LABELS = ['admin', 'member', 'guest', 'visitor'];

/** Columns of an enum: required, with a default, that may be null, in arrays, in partitions and in heirs. */
const TABLES = `
  create schema house;
  create type house.role as enum (${LABELS.map((label) => `'${label}'`).join(', ')});
  create table house.users (id integer primary key, role house.role not null default 'member', was house.role,
    first house.role not null, may house.role[] not null default '{}');
  create table house.doors (day integer not null, role house.role not null) partition by range (day);
  create table house.doors_1 partition of house.doors for values from (0) to (10);
  create table house.doors_2 partition of house.doors for values from (10) to (20);
  create table house.plain (id integer);`;

const ROWS = `
  insert into house.users values
    (1, 'guest', 'guest', 'guest', '{guest}'),
    (2, 'admin', 'admin', 'admin', '{admin,guest,member,guest}'),
    (3, 'visitor', null, 'member', '{}'),
    (4, 'member', 'visitor', 'visitor', '{visitor,guest}');
  insert into house.doors values (1, 'guest'), (11, 'guest'), (12, 'admin');`;

/** The same with other values. */
function house(labels: readonly [string, ...string[]]): Record<string, unknown> {
  const schema = pgSchema('house');
  const role = schema.enum('role', labels);
  return {
    schema,
    role,
    users: schema.table('users', {
      id: integer('id').primaryKey(),
      role: role('role').notNull().default('member'),
      was: role('was'),
      first: role('first').notNull(),
      may: role('may').array().notNull().default([]),
    }),
    doors: schema.table('doors', { day: integer('day').notNull(), role: role('role').notNull() }),
    plain: schema.table('plain', { id: integer('id') }),
  };
}

const TYPESCRIPT = { migrations: { extension: 'ts' } };

async function drafted(
  place: Scene,
  schema: Record<string, unknown>,
  options: Partial<DraftOptions> = {},
): Promise<Draft> {
  const connection = place.database.settings;
  return await draftMigration({ schema, connection, name: 'roles', ...options });
}

async function deploy(place: Scene, { files }: Draft): Promise<void> {
  files.forEach(({ name, text }, index) => {
    writeFileSync(path.join(place.migrations.folder, `2026010100000${index}_${name}.ts`), text);
  });
  await place.up();
}

async function rows({ client }: Scene, sql: string): Promise<readonly unknown[]> {
  return (await client.query({ text: sql, rowMode: 'array' })).rows;
}

const USERS = 'select id, role::text, was::text, first::text, may::text from house.users order by id';

test('rows that hold a value that goes get what stands for it, and a person is told to decide', async () => {
  await using place = await scene({}, TYPESCRIPT);
  await place.client.query(TABLES + ROWS);
  const draft = await drafted(place, house(['admin', 'member']));

  expect(draft.destroys).toEqual([
    { kind: 'value', object: 'house.role guest', rows: 5 },
    { kind: 'value', object: 'house.role visitor', rows: 2 },
  ]);
  const goes = "'guest' or 'visitor', which go";
  const decisions = [
    `what house.doors.role is in the rows that hold ${goes}: 'admin' only stands for it`,
    `what house.users.first is in the rows that hold ${goes}: 'admin' only stands for it`,
    `what is in house.users.may instead of ${goes}: it is only left out`,
    `what house.users.role is in the rows that hold ${goes}: 'member' only stands for it`,
    `what house.users.was is in the rows that hold ${goes}: null only stands for it`,
  ];
  expect(new Set(draft.files.flatMap((one) => one.decisions))).toEqual(new Set(decisions));
  const code = draft.file.replaceAll(/\s*\n\s*\/\/ (?!Decide)/g, ' ');
  for (const decision of decisions) expect(code).toContain(`// Decide ${decision}.`);

  // The proof has rows with each of them, and says what does not come back.
  expect(draft.proof?.migrations.map((one) => [one.outcome, one.rows])).toEqual([['reversible', 'all']]);
  expect(draft.irreversible).toEqual([
    expect.stringMatching(/^house\.doors: role changed in /),
    expect.stringMatching(/^house\.users: role, was, first, may changed in /),
  ]);

  await deploy(place, draft);
  expect(await rows(place, USERS)).toEqual([
    [1, 'member', null, 'admin', '{}'],
    [2, 'admin', 'admin', 'admin', '{admin,member}'],
    [3, 'member', null, 'member', '{}'],
    [4, 'member', null, 'admin', '{}'],
  ]);
  expect(await rows(place, 'select day, role::text from house.doors order by day')).toEqual([
    [1, 'admin'],
    [11, 'admin'],
    [12, 'admin'],
  ]);
  expect((await drafted(place, house(['admin', 'member']))).files).toEqual([]);

  // The values come back, whatever was written meanwhile.
  await place.client.query(`insert into house.users (id, first) values (5, 'admin')`);
  await place.down();
  expect(await rows(place, `select array_agg(v::text) from unnest(enum_range(null::house.role)) v`)).toEqual([
    [LABELS],
  ]);
  await place.client.query(`insert into house.users (id, first) values (6, 'visitor')`);
});

test('where not all rows may be read, nothing is said of how many there are', async () => {
  await using place = await scene({});
  await place.client.query(TABLES + ROWS);
  const { client } = place;
  const role = `${place.database.name}_reader`;
  const between = await concludeOn(client, { schema: house(['admin', 'member']) });
  await client.query(`create role ${role}; grant usage on schema house to ${role};
    grant select on house.users, house.doors_1, house.doors_2 to ${role}; set role ${role}`);
  try {
    const counted = async (): Promise<readonly unknown[]> =>
      (await destroyedBy(between, client)).map(({ rows }) => rows);
    expect(await counted()).toEqual([5, 2]);
    await client.query('reset role; alter table house.users enable row level security');
    await client.query(`set role ${role}`);
    expect(await counted()).toEqual([undefined, undefined]);
    await client.query('reset role; alter table house.users disable row level security');
    await client.query(`revoke select on house.doors_1 from ${role}; set role ${role}`);
    expect(await counted()).toEqual([undefined, undefined]);
  } finally {
    await client.query(`reset role; drop owned by ${role}; drop role ${role}`);
  }
});

test('a way back that takes values away again goes on over rows that hold them, in arrays too', async () => {
  await using place = await scene({}, TYPESCRIPT);
  await place.client.query(TABLES + ROWS);
  const draft = await drafted(place, house(['admin', 'member', 'guest', 'visitor', 'owner']));
  expect(draft.files.flatMap(({ decisions }) => decisions)).toEqual([]);
  await deploy(place, draft);
  await place.client.query(`insert into house.users values (5, 'owner', 'owner', 'owner', '{owner,member}')`);
  await place.down();
  expect((await rows(place, USERS)).at(-1)).toEqual([5, 'member', null, 'admin', '{member}']);
});

test('a value under a new name is no value that goes', async () => {
  await using place = await scene({}, TYPESCRIPT);
  await place.client.query(TABLES + ROWS);
  const draft = await drafted(place, house(['admin', 'member', 'guest', 'passer-by']), {
    renames: { 'house.role.visitor': 'house.role.passer-by' },
  });
  expect(draft.destroys).toEqual([]);
  expect(draft.files.flatMap(({ decisions }) => decisions)).toEqual([]);
  expect(draft.up).toEqual([`alter type house.role rename value 'visitor' to 'passer-by'`]);
});

test('one that a person said goes is mapped, though a new one stands in its place', async () => {
  await using place = await scene({}, TYPESCRIPT);
  await place.client.query(TABLES + ROWS);
  const draft = await drafted(place, house(['admin', 'member', 'guest', 'passer-by']), {
    renames: { 'house.role.visitor': null },
  });
  expect(draft.destroys).toEqual([{ kind: 'value', object: 'house.role visitor', rows: 2 }]);
  await deploy(place, draft);
  expect((await rows(place, USERS)).at(-1)).toEqual([4, 'member', null, 'admin', '{guest}']);
});

test('values of any spelling', async () => {
  await using place = await scene({}, TYPESCRIPT);
  const [stays, ...gone] = ["it's ? ${stays}", String.raw`back\slash ?`, 'two\nlines // `', ''];
  await place.client.query('create schema house');
  await place.client.query(
    `create type house."Role ?" as enum (${[stays, ...gone].map(quoteLiteral).join(', ')})`,
  );
  await place.client.query(`create table house."Users" (id serial primary key, "is ?" house."Role ?" not null,
    "may ?" house."Role ?"[])`);
  for (const label of gone)
    await place.client.query(
      'insert into house."Users" ("is ?", "may ?") values ($1, array[$1]::house."Role ?"[])',
      [label],
    );
  const schema = pgSchema('house');
  const role = schema.enum('Role ?', [stays]);
  const users = schema.table('Users', {
    id: serial('id').primaryKey(),
    is: role('is ?').notNull(),
    may: role('may ?').array(),
  });
  const draft = await drafted(place, { schema, role, users });
  expect(draft.destroys.map(({ rows }) => rows)).toEqual([1, 1, 1]);
  expect(draft.proof?.migrations.map(({ rows }) => rows)).toEqual(['all']);
  await deploy(place, draft);
  expect(await rows(place, 'select "is ?"::text, "may ?"::text from house."Users"')).toEqual(
    gone.map(() => [stays, '{}']),
  );
  await place.down();
});

test('nobody decides about what goes with its column', async () => {
  await using place = await scene({}, TYPESCRIPT);
  await place.client.query(TABLES + ROWS);
  const schema = pgSchema('house');
  const role = schema.enum('role', ['admin', 'member']);
  const draft = await drafted(place, {
    schema,
    role,
    users: schema.table('users', { id: integer('id').primaryKey() }),
    plain: schema.table('plain', { id: integer('id') }),
  });
  expect(draft.files.flatMap(({ decisions }) => decisions)).toEqual([]);
  await deploy(place, draft);
});

test('a column that becomes a text keeps the value that the enum loses', async () => {
  await using place = await scene({}, TYPESCRIPT);
  await place.client.query(`create schema house; create type house.role as enum ('admin', 'guest');
    create table house.users (id integer primary key, role house.role, other house.role);
    insert into house.users values (1, 'guest', 'guest'), (2, 'admin', 'admin')`);
  const schema = pgSchema('house');
  const role = schema.enum('role', ['admin']);
  const users = schema.table('users', {
    id: integer('id').primaryKey(),
    role: text('role'),
    other: role('other'),
  });
  const draft = await drafted(place, { schema, role, users }, { atOnce: true });
  const decisions = draft.files.flatMap((one) => one.decisions);
  expect(decisions.filter((one) => !one.startsWith('what its down does'))).toEqual([
    "what house.users.other is in the rows that hold 'guest', which goes: null only stands for it",
  ]);
  await deploy(place, draft);
  expect(await rows(place, 'select * from house.users order by id')).toEqual([
    [1, 'guest', null],
    [2, 'admin', 'admin'],
  ]);
});

test('each value of an enum is in a row of the proof, so that one that nobody maps is met', async () => {
  const labels = Array.from({ length: 12 }, (_, index) => `label ${index}`);
  await using place = await scene({}, TYPESCRIPT);
  const literals = labels.map((label) => `'${label}'`).join(', ');
  await place.client.query(`create schema house; create type house.role as enum (${literals});
    create table house.users (id integer primary key, role house.role not null, may house.role[] not null)`);
  const schema = pgSchema('house');
  for (const gone of ['label 1', 'label 6', 'label 11']) {
    const [first = '', ...others] = labels.filter((label) => label !== gone);
    const role = schema.enum('role', [first, ...others]);
    const users = schema.table('users', {
      id: integer('id').primaryKey(),
      role: role('role').notNull(),
      may: role('may').array().notNull(),
    });
    const draft = await drafted(place, { schema, role, users });
    expect(draft.irreversible).toEqual([expect.stringMatching(/^house\.users: role, may changed in /)]);
    expect(draft.hazards.map(describeFinding).join('\n')).toContain('[enum-made-again]');
  }
});
