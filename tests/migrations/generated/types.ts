import { sql } from './step.ts';
import type { Step, Story } from './step.ts';

/** A native enum to which values are added, in the way back by a type made anew. */
export const enums: Story = ({ n, pick }) => {
  const type = `app.mood_${n}`;
  const t = `app.moods_${n}`;
  const extra = pick([
    ['calm', 'wild'],
    ['good', 'bad'],
  ] as const);
  const added = (value: string, place: string, before: readonly string[]): Step =>
    sql(
      'enum value added',
      [`alter type ${type} add value '${value}' ${place}`],
      [
        `alter table ${t} alter mood drop default`,
        `alter type ${type} rename to mood_${n}_old`,
        `create type ${type} as enum (${before.map((one) => `'${one}'`).join(', ')})`,
        `alter table ${t} alter mood type ${type} using mood::text::${type}`,
        `alter table ${t} alter mood set default 'sad'`,
        `drop type app.mood_${n}_old`,
      ],
    );
  const used = (value: string, id: number): Step => ({
    ...sql(
      'enum value used',
      [`insert into ${t} values (${id}, '${value}')`],
      [`delete from ${t} where mood = '${value}'`],
    ),
    isAlone: true,
  });
  return [
    sql(
      'enum',
      [
        `create type ${type} as enum ('sad', 'ok')`,
        `create table ${t} (id int primary key, mood ${type} not null default 'sad')`,
        `insert into ${t} values (1, 'ok')`,
      ],
      [`drop table ${t}`, `drop type ${type}`],
    ),
    added(extra[0], `after 'sad'`, ['sad', 'ok']),
    used(extra[0], 2),
    added(extra[1], `before 'sad'`, ['sad', extra[0], 'ok']),
    used(extra[1], 3),
    sql(
      'enum value renamed',
      [`alter type ${type} rename value 'ok' to 'fine'`],
      [`alter type ${type} rename value 'fine' to 'ok'`],
    ),
  ];
};

/** Knex's own kinds of enums. */
export const builtEnums: Story = ({ n }) => {
  const name = `tides_${n}`;
  return [
    {
      kind: 'enums by the builder',
      up: [
        `await knex.schema.withSchema('app').createTable('${name}', (table) => {
    table.bigIncrements('id');
    table.enu('kind', ['high', 'low'], { useNative: true, enumName: '${name}_kind', schemaName: 'app' }).notNullable();
    table.enu('moon', ['full', 'new']);
  });`,
        `await knex('app.${name}').insert([{ id: 1, kind: 'high', moon: 'new' }, { id: 2, kind: 'low' }]);`,
      ],
      down: [
        `await knex.schema.withSchema('app').dropTable('${name}');`,
        `await knex.raw('drop type app.${name}_kind');`,
      ],
    },
    {
      kind: 'check by the builder',
      up: [
        `await knex.schema.withSchema('app').alterTable('${name}', (table) => { table.integer('height').checkPositive('${name}_height'); });`,
      ],
      down: [
        `await knex.schema.withSchema('app').alterTable('${name}', (table) => { table.dropChecks('${name}_height'); table.dropColumn('height'); });`,
      ],
    },
  ];
};

export const domains: Story = ({ n, pick }) => {
  const type = `app.knots_${n}`;
  const t = `app.speeds_${n}`;
  const most = pick([40, 60, 90]);
  return [
    sql(
      'domain',
      [
        `create domain ${type} as int default 1 check (value >= 0)`,
        `create table ${t} (id int primary key, speed ${type} not null)`,
        `insert into ${t} values (1, 12), (2, 30)`,
      ],
      [`drop table ${t}`, `drop domain ${type}`],
    ),
    sql(
      'domain check that is not validated',
      [`alter domain ${type} add constraint knots_${n}_most check (value < ${most}) not valid`],
      [`alter domain ${type} drop constraint knots_${n}_most`],
    ),
    sql(
      'domain check validated',
      [`alter domain ${type} validate constraint knots_${n}_most`],
      [
        `alter domain ${type} drop constraint knots_${n}_most`,
        `alter domain ${type} add constraint knots_${n}_most check (value < ${most}) not valid`,
      ],
    ),
    sql('domain default', [`alter domain ${type} set default 5`], [`alter domain ${type} set default 1`]),
  ];
};

export const composites: Story = ({ n }) => {
  const type = `app.place_${n}`;
  const t = `app.places_${n}`;
  return [
    sql('composite type', [`create type ${type} as (lat float8, lon float8)`], [`drop type ${type}`]),
    sql(
      'attribute added',
      [`alter type ${type} add attribute name text`],
      [`alter type ${type} drop attribute name`],
    ),
    sql(
      'attribute renamed and retyped',
      [
        `alter type ${type} rename attribute name to label`,
        `alter type ${type} alter attribute label type varchar(40)`,
      ],
      [
        `alter type ${type} alter attribute label type text`,
        `alter type ${type} rename attribute label to name`,
      ],
    ),
    sql(
      'column of a composite type',
      [
        `create table ${t} (id int primary key, at ${type}, track ${type}[])`,
        `insert into ${t} values (1, row(54.3, 10.1, 'Kiel'), array[row(1, 2, 'a')::${type}])`,
      ],
      [`drop table ${t}`],
    ),
    sql(
      'range type',
      [`create type app.depth_${n} as range (subtype = float8)`],
      [`drop type app.depth_${n}`],
    ),
    sql('collation', [`create collation app.plain_${n} (locale = 'C')`], [`drop collation app.plain_${n}`]),
  ];
};

/** Extensions that come with Postgres, each once. */
export const extensions: Story = () =>
  ['citext', 'pg_trgm', 'hstore', 'btree_gist'].map((name) =>
    sql('extension', [`create extension ${name} schema app`], [`drop extension ${name}`]),
  );
