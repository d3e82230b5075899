import { sql } from './step.ts';
import type { Story } from './step.ts';

/** What every history begins with, and what its stories refer to. */
export const ports: Story = () => [
  sql('schema', ['create schema app'], ['drop schema app']),
  {
    kind: 'table with rows',
    up: [
      `await knex.schema.withSchema('app').createTable('ports', (table) => {
    table.integer('id').primary();
    table.text('name').notNullable().unique();
    table.date('opened_on');
    table.boolean('active').notNullable();
  });`,
      `for (let id = 1; id <= 20; id += 1) {
    await knex('app.ports').insert({ id, name: 'port ' + id, opened_on: '1900-01-01', active: id % 2 === 0 });
  }`,
    ],
    down: [`await knex.schema.withSchema('app').dropTable('ports');`],
  },
];

/** Rows that come, change and go, with a way back to what they were. */
export const cargo: Story = ({ n, pick }) => {
  const name = `cargo_${n}`;
  const t = `app.${name}`;
  const factor = pick([2, 10, 100]);
  const row = (from: number, to: number): string =>
    `select g, 'crate ' || g, g * 3, date '2024-05-01' + g, json_build_object('g', g), point(g, g) from generate_series(${from}, ${to}) g`;
  return [
    sql(
      'table with rows in SQL',
      [
        `create table ${t} (id int primary key, name text not null unique, weight int, due date, notes json, spot point)`,
        `insert into ${t} ${row(1, 50)}`,
      ],
      [`drop table ${t}`],
    ),
    sql('rows added', [`insert into ${t} ${row(51, 60)}`], [`delete from ${t} where id between 51 and 60`]),
    sql(
      'rows changed',
      [`update ${t} set weight = weight * ${factor}`],
      [`update ${t} set weight = weight / ${factor}`],
    ),
    sql(
      'rows deleted',
      [`delete from ${t} where id <= 5`],
      [
        `insert into ${t} select g, 'crate ' || g, g * 3 * ${factor}, date '2024-05-01' + g, json_build_object('g', g), point(g, g) from generate_series(1, 5) g`,
      ],
    ),
    {
      kind: 'rows by the builder',
      up: [
        `await knex.batchInsert('app.${name}', [70, 71, 72].map((id) => ({ id, name: 'box ' + id, weight: id, due: '2024-06-01' })), 2);`,
        `const heavy = await knex('app.${name}').where('weight', '>', 0).count({ count: '*' }).first();`,
        `if (Number(heavy?.count) < 3) throw new Error('the rows are not there');`,
      ],
      down: [`await knex('app.${name}').whereIn('id', [70, 71, 72]).delete();`],
    },
    {
      kind: 'column filled from another',
      up: [
        `await knex.schema.withSchema('app').alterTable('${name}', (table) => { table.text('label'); });`,
        `await knex('app.${name}').update({ label: knex.raw("name || ' of ' || due") });`,
        `await knex.schema.withSchema('app').alterTable('${name}', (table) => { table.dropNullable('label'); });`,
      ],
      down: [
        `await knex.schema.withSchema('app').alterTable('${name}', (table) => { table.dropColumn('label'); });`,
      ],
    },
    sql(
      'column split in two, and put together again',
      [
        `alter table ${t} add column first text, add column second text`,
        `update ${t} set first = split_part(label, ' of ', 1), second = split_part(label, ' of ', 2)`,
        `alter table ${t} drop column label`,
      ],
      [
        `alter table ${t} add column label text`,
        `update ${t} set label = first || ' of ' || second`,
        `alter table ${t} alter label set not null, drop column first, drop column second`,
      ],
    ),
    {
      kind: 'savepoint',
      up: [
        `await knex.transaction(async (inner) => { await inner('app.${name}').insert({ id: 80, weight: 1 }); throw new Error('given up'); }).catch(() => undefined);`,
        `await knex.transaction(async (inner) => { await inner('app.${name}').insert({ id: 81, weight: 1, name: 'x' }); });`,
      ],
      down: [`await knex('app.${name}').where({ id: 81 }).delete();`],
    },
    sql(
      'a block',
      [
        `do $$ begin for i in 90..92 loop insert into ${t} (id, weight, name) values (i, i, 'by a block ' || i); end loop; end $$`,
      ],
      [`delete from ${t} where id between 90 and 92`],
    ),
  ];
};
