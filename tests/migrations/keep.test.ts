import { rollback, migrate } from '../../src/migrations/index.ts';
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

test('a column of a table without a key cannot be kept, so it stays', async () => {
  await using here = await scene({
    '1_t': statements(['create table t (a int)', 'insert into t values (1)'], ['drop table t']),
  });
  await here.up();
  here.migrations.write(
    '2_b',
    statements(['alter table t add column b int default 5'], ['alter table t drop column b']),
  );
  await here.up();
  await expect(here.down()).rejects.toMatchObject({ code: 'migrations/cannot-keep' });
  expect(await here.applied()).toEqual(['1_t', '2_b']);
  expect(await here.down({ discard: true })).toEqual(['2_b']);
});
