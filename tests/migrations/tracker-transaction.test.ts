// Whatever a migration does to its own transaction, nothing is called applied that is not there.
import { scene } from './scene.ts';

/** A migration by the bodies of its functions. */
function bodies(up: string, down = ''): string {
  return `exports.up = async (knex) => { ${up} };\nexports.down = async (knex) => { ${down} };`;
}

test.each([
  ['throws undefined', 'throw undefined;'],
  ['is rejected without a reason', 'return Promise.reject();'],
  ['takes its transaction back', 'await knex.rollback();'],
  ['takes its transaction back and waits for nothing', 'knex.rollback();'],
])('a migration that %s is not applied', async (_, up) => {
  await using here = await scene({ '1_t': bodies(`await knex.raw('create table t ()'); ${up}`) });
  await expect(here.up()).rejects.toMatchObject({ code: expect.stringMatching(/^migrations\//) as string });
  expect([await here.has('t'), await here.applied()]).toEqual([false, []]);
});

test('one that commits by Knex’s own way is told, and has no record', async () => {
  await using here = await scene({
    '1_t': bodies(`await knex.raw('create table t ()'); await knex.commit();`),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/own-transaction' });
  expect(await here.applied()).toEqual([]);
});

test('one that changes its role: its record is written all the same, and the next one has the deploy’s role', async () => {
  await using here = await scene({
    '1_role': bodies(`await knex.raw('set role pg_monitor');`),
    '2_t': bodies(`await knex.raw('create table t ()');`),
  });
  expect(await here.up()).toEqual(['1_role', '2_t']);
});

test.each([
  ['rows instead of results', (answer: { rows?: unknown }) => answer.rows ?? answer],
  ['nothing at all', () => undefined],
])('postProcessResponse that gives %s breaks nothing, nor does wrapIdentifier', async (_, respond) => {
  await using here = await scene(
    {
      '1_boats': bodies(
        `await knex.schema.createTable('bigBoats', (t) => { t.integer('hullNumber'); });
         await knex('bigBoats').insert({ hullNumber: 1 });`,
        `await knex.schema.dropTable('bigBoats');`,
      ),
      '2_index': `exports.config = { transaction: false };\n${bodies(
        `await knex.raw('create index concurrently on big_boats (hull_number)');`,
      )}`,
    },
    {
      postProcessResponse: respond,
      wrapIdentifier: (name, wrap) => wrap(name.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)),
    },
  );
  expect(await here.up()).toEqual(['1_boats', '2_index']);
  expect((await here.client.query('select hull_number from big_boats')).rows).toEqual([{ hull_number: 1 }]);
  expect(await here.down()).toEqual(['2_index', '1_boats']);
});
