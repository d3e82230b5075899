import { keptRows, migrate, purgeKeptRows, restoreKeptRows, rollback } from '../../src/migrations/index.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';

const BASE = statements(
  [
    'create table people (id int generated always as identity primary key, name text not null, note varchar(3))',
    `insert into people (name) values ('Ann'), ('Bob'), ('Cy')`,
  ],
  ['drop table people'],
);

/** What a down destroys, what is done to the rows before, and how they are looked at. */
const CASES: readonly {
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly rows: string;
  readonly look: string;
  readonly kept: readonly { readonly what: string; readonly table: string; readonly rows: number }[];
}[] = [
  {
    name: 'a table, with its numbers and what refers to it',
    up: [
      'create table boats (id int generated always as identity primary key, name text unique)',
      'create table sails (boat int primary key references boats)',
    ],
    down: ['drop table sails', 'drop table boats'],
    rows: `insert into boats (name) values ('a'), ('b'); insert into sails values (2)`,
    look: `select (select json_agg(b order by id) from boats b) as boats, (select json_agg(s) from sails s) as sails`,
    kept: [
      { what: 'table', table: 'public.boats', rows: 2 },
      { what: 'table', table: 'public.sails', rows: 1 },
    ],
  },
  {
    name: 'a column',
    up: ['alter table people add column "Nick name" text'],
    down: ['alter table people drop column "Nick name"'],
    rows: `update people set "Nick name" = name || '!' where id < 3`,
    look: `select json_agg(p order by id) from people p`,
    kept: [{ what: 'columns', table: 'public.people', rows: 2 }],
  },
  {
    name: 'the end of texts that a narrower type cuts',
    up: ['alter table people alter column note type text'],
    down: ['alter table people alter column note type varchar(3) using left(note, 3)'],
    rows: `update people set note = 'longer than three' where id = 2`,
    look: `select json_agg(p order by id) from people p`,
    kept: [{ what: 'columns', table: 'public.people', rows: 1 }],
  },
  {
    name: 'a value of an enum',
    up: [
      `create type mood as enum ('sad', 'ok', 'glad')`,
      `alter table people add column mood mood not null default 'ok'`,
    ],
    down: [
      `alter table people alter column mood drop default`,
      `alter type mood rename to old_mood`,
      `create type mood as enum ('sad', 'ok')`,
      `alter table people alter column mood type mood using (case mood::text when 'glad' then 'ok' else mood::text end)::mood`,
      `drop type old_mood`,
      `alter table people drop column mood`,
      'drop type mood',
    ],
    rows: `update people set mood = 'glad' where id = 1`,
    look: `select json_agg(p order by id) from people p`,
    kept: [{ what: 'columns', table: 'public.people', rows: 3 }],
  },
  {
    name: 'rows',
    up: [`insert into people (name) values ('Dee')`],
    down: [`delete from people where id > 3`],
    rows: `insert into people (name) values ('Eve')`,
    look: `select json_agg(p order by id) from people p where name <> 'Dee'`,
    kept: [{ what: 'rows', table: 'public.people', rows: 2 }],
  },
  {
    name: 'all rows',
    up: ['create table list (id int primary key, word text)'],
    down: ['truncate list', 'drop table list'],
    rows: `insert into list values (1, 'one')`,
    look: 'select json_agg(l) from list l',
    kept: [{ what: 'table', table: 'public.list', rows: 1 }],
  },
];

test.each(CASES)(
  '$name: set aside by a rollback, and brought back',
  async ({ up, down, rows, look, kept }) => {
    await using here = await scene({ '1_people': BASE });
    await here.up();
    here.migrations.write('2_change', statements(up, down));
    await here.up();
    await here.client.query(rows);
    const before = (await here.client.query(look)).rows;
    const options = { config: here.migrations.config, connection: here.database.settings };
    const back = await rollback(options);
    expect(back.kept).toEqual(kept.map((one) => expect.objectContaining(one) as unknown));
    expect(back.differences).toEqual([]);
    const { rows: acl } = await here.client.query(
      `select count(*)::int as count from pg_class c cross join aclexplode(c.relacl) a
     where c.relnamespace = 'keelson_kept'::regnamespace and a.grantee <> c.relowner`,
    );
    expect(acl).toEqual([{ count: 0 }]);
    const again = await migrate({ ...options, restoreKept: true });
    expect(again.restored.map(({ table }) => table)).toEqual(kept.map(({ table }) => table));
    expect((await here.client.query(look)).rows).toEqual(before);
  },
);

test('a down without a transaction sets aside as well', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write(
    '2_boats',
    statements(
      ['create table boats (id int)', 'create index concurrently boats_id on boats (id)'],
      ['drop index concurrently boats_id', 'drop table boats'],
      { transaction: false },
    ),
  );
  await here.up();
  await here.client.query('insert into boats values (1), (2)');
  const options = { config: here.migrations.config, connection: here.database.settings };
  expect((await rollback(options)).kept).toEqual([
    expect.objectContaining({ what: 'table', table: 'public.boats', rows: 2 }) as unknown,
  ]);
  await migrate({ ...options, restoreKept: true });
  expect((await here.client.query('select id from boats order by id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
});

test('numbers go on behind those that came back', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  const options = { config: here.migrations.config, connection: here.database.settings };
  await rollback(options);
  await migrate({ ...options, restoreKept: true });
  const { rows } = await here.client.query(`insert into people (name) values ('next') returning id`);
  expect(rows).toEqual([{ id: 4 }]);
});

test('where nothing would be lost nothing is kept, and where it may be lost neither', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  const options = { config: here.migrations.config, connection: here.database.settings };
  here.migrations.write('2_empty', statements(['create table empty (id int)'], ['drop table empty']));
  await here.up();
  expect((await rollback(options)).kept).toEqual([]);
  here.migrations.write(
    '3_rows',
    statements(['create table filled (id int)', 'insert into filled values (1)'], ['drop table filled']),
  );
  await here.up();
  expect((await rollback({ ...options, discard: true })).kept).toEqual([]);
  expect(
    (await here.client.query(`select count(*)::int as count from pg_class where relname like 'rows_%'`)).rows,
  ).toEqual([{ count: 0 }]);
});

test.each([
  ['no key', ''],
  ['a unique column that may be null', 'unique'],
])('a column of a table with %s comes back to the rows that are like its own', async (_what, unique) => {
  await using here = await scene({
    '1_t': statements([`create table t (a int ${unique}, j json)`], ['drop table t']),
  });
  await here.up();
  here.migrations.write(
    '2_b',
    statements(['alter table t add column b text'], ['alter table t drop column b']),
  );
  await here.up();
  const rows =
    unique === ''
      ? `(1, '{}', 'x'), (1, '{}', 'y'), (2, null, null), (null, null, 'z')`
      : `(1, '{}', 'x'), (null, null, 'y')`;
  await here.client.query(`insert into t values ${rows}`);
  const look = async (): Promise<unknown> =>
    (await here.client.query('select a, j, b from t order by a, b')).rows as unknown;
  const before = await look();
  expect(await here.down()).toEqual(['2_b']);
  await here.client.query(`insert into t values (77, '[]')`);
  const again = await here.migrate({ restoreKept: true });
  expect(again.restored).toEqual([{ table: 'public.t', rows: unique === '' ? 3 : 2, left: 0 }]);
  await here.client.query('delete from t where a = 77');
  expect(await look()).toEqual(before);
});

test('rows come back past triggers, and in the order in which they refer to each other', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write(
    '2_tree',
    statements(
      [
        'create table leaves (id int primary key, branch int)',
        'create table branches (id int primary key, leaf int references leaves)',
        'alter table leaves add foreign key (branch) references branches deferrable initially deferred',
        'create table log (word text)',
        `create function note() returns trigger language plpgsql as 'begin insert into log values (tg_op); return new; end'`,
        'create trigger noted before insert on branches for each row execute function note()',
        'alter table branches enable always trigger noted',
      ],
      [
        'alter table leaves drop constraint leaves_branch_fkey',
        'drop table branches',
        'drop table leaves',
        'drop table log',
        'drop function note',
      ],
    ),
  );
  here.migrations.write(
    '3_more',
    statements(
      [
        'create table twigs (id int primary key, stem int)',
        'create table stems (id int primary key)',
        'alter table twigs add foreign key (stem) references stems',
      ],
      ['drop table twigs', 'drop table stems'],
    ),
  );
  await here.up();
  await here.client.query(
    'begin; insert into leaves values (1, 5); insert into branches values (5, 1); insert into stems values (3); insert into twigs values (4, 3); commit',
  );
  const look = async (): Promise<unknown> =>
    (
      await here.client
        .query(`select (select json_agg(l) from leaves l) as leaves, (select json_agg(b) from branches b) as branches,
        (select json_agg(l) from log l) as log, (select json_agg(t) from twigs t) as twigs,
        (select json_agg(t.tgenabled) from pg_trigger t where tgname = 'noted') as enabled`)
    ).rows as unknown;
  const before = await look();
  expect(await here.down()).toEqual(['3_more', '2_tree']);
  expect((await here.migrate({ restoreKept: true })).restored.map(({ left }) => left)).toEqual([
    0, 0, 0, 0, 0,
  ]);
  expect(await look()).toEqual(before);
});

test('what has no place any more is kept on, and can be looked at, brought back later, and thrown away', async () => {
  await using here = await scene({ '1_people': BASE });
  await here.up();
  here.migrations.write(
    '2_nick',
    statements(['alter table people add column nick text'], ['alter table people drop column nick']),
  );
  await here.up();
  await here.client.query(`update people set nick = 'the ' || name`);
  await here.down();
  await here.client.query(`delete from people where name = 'Ann'`);
  const options = { config: here.migrations.config, connection: here.database.settings };
  await here.up();
  expect(await keptRows(options)).toEqual([
    expect.objectContaining({ migration: '2_nick', table: 'public.people', rows: 3 }) as unknown,
  ]);
  expect(await restoreKeptRows({ ...options, migration: '2_nick' })).toEqual([
    { table: 'public.people', rows: 2, left: 1 },
  ]);
  const { rows } = await here.client.query('select nick from people order by id');
  expect(rows).toEqual([{ nick: 'the Bob' }, { nick: 'the Cy' }]);
  expect((await purgeKeptRows(options)).map(({ migration }) => migration)).toEqual(['2_nick']);
  expect(await keptRows(options)).toEqual([]);
  const { rows: copies } = await here.client.query(
    `select from pg_class where relnamespace = 'keelson_kept'::regnamespace`,
  );
  expect(copies).toEqual([]);
});

test('of equal rows those that went are kept, and no more', async () => {
  await using here = await scene({
    '1_t': statements(
      ['create table t (a int)', 'insert into t values (1), (1), (1), (2)'],
      ['drop table t'],
    ),
  });
  await here.up();
  here.migrations.write(
    '2_none',
    statements(['select 1'], ['delete from t where ctid = (select min(ctid) from t where a = 1)']),
  );
  await here.up();
  const options = { config: here.migrations.config, connection: here.database.settings };
  expect((await rollback(options)).kept).toEqual([
    expect.objectContaining({ what: 'rows', rows: 1 }) as unknown,
  ]);
});
