import { sql } from 'drizzle-orm';
import { integer, pgSchema } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { findings } from '../corpus.ts';

const app = pgSchema('app');

/** Queries through which the planner does, or does not, carry on what is known of a column. */
const QUERIES = {
  sorted: 'select id from app.items order by id',
  told_apart: 'select distinct id from app.items',
  grouped: 'select id from app.items group by id',
  limited: 'select id from app.items limit 5',
  filled: 'select id from app.items where id is not null limit 5',
  kept: 'with i as materialized (select id from app.items) select id from i',
  joined: 'select o.id from app.items i left join app.items o on o.id = i.other',
};

const schema = {
  app,
  items: app.table('items', { id: integer().notNull(), other: integer() }),
  ...Object.fromEntries(
    Object.entries(QUERIES).map(([name, query]) => [
      name,
      app.view(name, { id: integer().notNull() }).as(sql.raw(query)),
    ]),
  ),
};

test('a view is only said to allow null where it does', async () => {
  await using database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  await client.query('create schema app; create table app.items (id integer not null, other integer)');
  for (const [name, query] of Object.entries(QUERIES))
    await client.query(`create view app.${name} as ${query}`);
  expect(findings(await checkParity({ schema, connection: client }))).toEqual([
    'column/nullable app.joined.id',
  ]);
  await client.query('alter table app.items alter column id drop not null');
  const seen = findings(await checkParity({ schema, connection: client }));
  expect(seen).toEqual([
    'column/nullable app.grouped.id',
    'column/nullable app.items.id',
    'column/nullable app.joined.id',
    'column/nullable app.sorted.id',
    'column/nullable app.told_apart.id',
  ]);
  await client.end();
});
