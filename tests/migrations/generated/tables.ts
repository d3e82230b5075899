import { altered, concurrently, sql } from './step.ts';
import type { Story } from './step.ts';

/** A table by Knex's builder, and what a builder can do to it later. */
export const builtTable: Story = ({ n, pick }) => {
  const name = `boats_${n}`;
  const moment = pick(['timestamp', 'datetime', 'date']);
  const [from, to] = pick([
    ['integer', 'bigInteger'],
    ['smallint', 'integer'],
  ] as const);
  const length = pick([40, 80, 120]);
  return [
    {
      kind: 'table by the builder',
      up: [
        `await knex.schema.withSchema('app').createTable('${name}', (table) => {
    table.increments('id');
    table.string('name', ${length}).notNullable();
    table.${from}('crew').notNullable().defaultTo(2);
    table.decimal('length', 6, 2);
    table.boolean('afloat').notNullable().defaultTo(true);
    table.jsonb('papers').defaultTo('{}');
    table.uuid('token').defaultTo(knex.fn.uuid());
    table.specificType('flags', 'text[]');
    table.timestamps(true, true);
  });`,
        `await knex.withSchema('app').table('${name}').insert([1, 2, 3].map((id) => ({
    id, name: 'boat ' + id, length: id * 2.5, papers: { id }, flags: ['a', 'b'], token: '00000000-0000-0000-0000-00000000000' + id,
    created_at: '2024-01-0' + id + 'T00:00:00Z', updated_at: '2024-02-0' + id + 'T00:00:00Z',
  })));`,
      ],
      down: [`await knex.schema.withSchema('app').dropTable('${name}');`],
    },
    altered(
      'columns by the builder',
      name,
      [`${moment}('launched')`, `float('draught')`, `binary('photo')`, `time('tide')`, `bigInteger('hull')`],
      [`dropColumns('launched', 'draught', 'photo', 'tide', 'hull')`],
    ),
    altered(
      'index by the builder',
      name,
      [`index(['name', 'crew'], '${name}_name_crew')`, `index('papers', '${name}_papers', 'gin')`],
      [`dropIndex('papers', '${name}_papers')`, `dropIndex(['name', 'crew'], '${name}_name_crew')`],
    ),
    altered('unique by the builder', name, [`unique(['name'])`], [`dropUnique(['name'])`]),
    altered(
      'type by the builder',
      name,
      [`${to}('crew').notNullable().defaultTo(2).alter()`],
      [`${from}('crew').notNullable().defaultTo(2).alter()`],
    ),
    altered(
      'column renamed',
      name,
      [`renameColumn('afloat', 'is_afloat')`],
      [`renameColumn('is_afloat', 'afloat')`],
    ),
    altered('not null by the builder', name, [`dropNullable('length')`], [`setNullable('length')`]),
    altered(
      'foreign key by the builder',
      name,
      [`integer('port').references('id').inTable('app.ports').onDelete('SET NULL').index()`],
      [`dropColumn('port')`],
    ),
    sql(
      'comments',
      [`comment on table app.${name} is 'what floats'`, `comment on column app.${name}.name is 'as painted'`],
      [`comment on column app.${name}.name is null`, `comment on table app.${name} is null`],
    ),
  ];
};

/** A table in SQL, with constraints that are validated later and indexes that are built while others write. */
export const writtenTable: Story = ({ n, pick }) => {
  const name = `sails_${n}`;
  const t = `app.${name}`;
  const method = pick(['btree', 'hash']);
  const identity = pick(['always', 'by default']);
  return [
    sql(
      'table in SQL',
      [
        `create table ${t} (id int generated ${identity} as identity primary key, boat text not null default 'none',
           area numeric check (area > 0), hoisted_at timestamptz not null default now(), size text, rank text, port int,
           twice numeric generated always as (area * 2) stored)`,
        `insert into ${t} (boat, area, hoisted_at, size, rank, port) select 'boat ' || g, g * 1.5, '2024-03-01Z'::timestamptz + g * interval '1 day', g::text, g::text, g from generate_series(1, 5) g`,
      ],
      [`drop table ${t}`],
    ),
    sql(
      'partial and expression indexes',
      [
        `create index ${name}_large on ${t} (area desc nulls last) include (size) where area > 3`,
        `create unique index ${name}_lower on ${t} (lower(boat), (size || 'x'))`,
      ],
      [`drop index app.${name}_lower`, `drop index app.${name}_large`],
    ),
    concurrently(
      'index built concurrently',
      [
        `create index concurrently ${name}_boat on ${t} using ${method} (boat)`,
        `create unique index concurrently if not exists ${name}_hoisted on ${t} (hoisted_at, id)`,
      ],
      [`drop index concurrently app.${name}_hoisted`, `drop index concurrently app.${name}_boat`],
    ),
    sql(
      'check that is not validated',
      [`alter table ${t} add constraint ${name}_size check (length(size) < 20) not valid`],
      [`alter table ${t} drop constraint ${name}_size`],
    ),
    sql(
      'check validated',
      [`alter table ${t} validate constraint ${name}_size`],
      [
        `alter table ${t} drop constraint ${name}_size`,
        `alter table ${t} add constraint ${name}_size check (length(size) < 20) not valid`,
      ],
    ),
    sql(
      'foreign key in two steps',
      [
        `alter table ${t} add constraint ${name}_port foreign key (port) references app.ports on update cascade deferrable not valid`,
        `alter table ${t} validate constraint ${name}_port`,
      ],
      [`alter table ${t} drop constraint ${name}_port`],
    ),
    sql(
      'type with a conversion',
      [`alter table ${t} alter rank type int using rank::int + 1000`],
      [`alter table ${t} alter rank type text using (rank - 1000)::text`],
    ),
    sql(
      'constraint renamed',
      [`alter table ${t} rename constraint ${name}_pkey to ${name}_key`],
      [`alter table ${t} rename constraint ${name}_key to ${name}_pkey`],
    ),
    sql(
      'generated column',
      [`alter table ${t} add column label text generated always as (upper(boat)) stored`],
      [`alter table ${t} drop column label`],
    ),
  ];
};

/** What is said of a table beside its columns. */
export const tableSettings: Story = ({ n, pick }) => {
  const name = `logs_${n}`;
  const t = `app.${name}`;
  const fill = pick([50, 70, 90]);
  return [
    sql(
      'unlogged table with a child',
      [
        `create unlogged table ${t} (id int primary key, line text not null, span int4range)`,
        `create table ${t}_old (archived date, primary key (id)) inherits (${t})`,
        `insert into ${t}_old values (1, 'one', '[1,5)', '2024-04-01')`,
        `insert into ${t} values (2, 'two', '[7,9)')`,
      ],
      [`drop table ${t}_old`, `drop table ${t}`],
    ),
    sql(
      'storage',
      [
        `alter table ${t} set logged, set (fillfactor = ${fill})`,
        `alter table ${t} alter line set storage external, alter line set statistics 500`,
      ],
      [
        `alter table ${t} alter line set storage extended, alter line set statistics -1`,
        `alter table ${t} reset (fillfactor), set unlogged`,
      ],
    ),
    sql(
      'exclusion',
      [`alter table ${t} add constraint ${name}_apart exclude using gist (span with &&)`],
      [`alter table ${t} drop constraint ${name}_apart`],
    ),
    sql(
      'statistics and replica identity',
      [
        `create statistics app.${name}_both (ndistinct) on id, line from ${t}`,
        `alter table ${t} replica identity full`,
      ],
      [`alter table ${t} replica identity default`, `drop statistics app.${name}_both`],
    ),
    sql(
      'default and not null',
      [`alter table ${t} alter line set default 'empty', alter span set not null`],
      [`alter table ${t} alter line drop default, alter span drop not null`],
    ),
    sql(
      'table renamed',
      [`alter table ${t} rename to ${name}_kept`],
      [`alter table ${t}_kept rename to ${name}`],
    ),
    sql(
      'another schema',
      [`create schema archive_${n}`, `alter table ${t}_kept set schema archive_${n}`],
      [`alter table archive_${n}.${name}_kept set schema app`, `drop schema archive_${n}`],
    ),
  ];
};

/** A partitioned table. */
export const partitions: Story = ({ n, pick }) => {
  const name = `trips_${n}`;
  const t = `app.${name}`;
  const month = pick([3, 6, 9]);
  return [
    sql(
      'partitioned table',
      [
        `create table ${t} (id int, day date not null, miles int, primary key (id, day)) partition by range (day)`,
        `create table ${t}_2023 partition of ${t} for values from ('2023-01-01') to ('2024-01-01')`,
        `insert into ${t} select g, date '2023-01-05' + g, g * 7 from generate_series(1, 20) g`,
      ],
      [`drop table ${t}`],
    ),
    sql(
      'index on a partitioned table',
      [`create index ${name}_miles on ${t} (miles)`],
      [`drop index app.${name}_miles`],
    ),
    sql(
      'partition added',
      [
        `create table ${t}_2024 partition of ${t} for values from ('2024-01-01') to ('2024-0${month}-01')`,
        `insert into ${t} values (100, '2024-02-01', 9)`,
      ],
      [`drop table ${t}_2024`],
    ),
    sql(
      'partition attached',
      [
        `create table ${t}_later (like ${t} including all)`,
        `insert into ${t}_later values (200, '2025-02-01', 3)`,
        `alter table ${t} attach partition ${t}_later for values from ('2025-01-01') to ('2026-01-01')`,
      ],
      [`drop table ${t}_later`],
    ),
    concurrently(
      'partition detached concurrently',
      [`alter table ${t} detach partition ${t}_2023 concurrently`],
      [
        // Postgres leaves the bounds behind as a check.
        `alter table ${t} attach partition ${t}_2023 for values from ('2023-01-01') to ('2024-01-01')`,
        `alter table ${t}_2023 drop constraint ${name}_2023_day_check`,
      ],
    ),
    sql('default partition', [`create table ${t}_rest partition of ${t} default`], [`drop table ${t}_rest`]),
  ];
};
