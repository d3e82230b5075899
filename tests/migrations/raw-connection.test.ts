// A migration that takes the connection by itself, ends its transaction by itself, or reads values its own way.
import pg from 'pg';
import { migrate, rollback, status } from '../../src/migrations/index.ts';
import { statements } from './project.ts';
import { scene } from './scene.ts';

function up(body: string): string {
  return `exports.up = async (knex) => { ${body} };\nexports.down = async () => {};`;
}

const TAKE = 'const connection = await knex.client.acquireConnection();';

test('a connection that a migration takes answers in each of pg’s ways', async () => {
  await using here = await scene({
    '1_t': up(`${TAKE}
      await connection.query('create table t (way text, value int)');
      const calling = (...words) => new Promise((resolve, reject) => {
        connection.query(...words, (error, result) => { if (error) reject(error); else resolve(result); });
      });
      const put = "insert into t values ($1, $2) returning value";
      const results = [
        await connection.query(put, ['text', 1]),
        await connection.query({ text: put, values: ['config', 2] }),
        await connection.query({ text: put }, ['config and values', 3]),
        await calling(put, ['text and callback', 4]),
        await calling({ text: put, values: ['config and callback', 5] }),
        await new Promise((resolve, reject) => {
          connection.query({ text: put, values: ['callback within', 6], callback: (error, result) => { if (error) reject(error); else resolve(result); } });
        }),
      ];
      const values = results.map(({ rows }) => rows[0].value).join();
      if (values !== '1,2,3,4,5,6') throw new Error(values);
      for (const refused of [connection.query('savepoint one; select 1 / 0'), calling('select 1 / 0')]) {
        const error = await refused.then(() => undefined, (error) => error);
        if (error === undefined) throw new Error('no error');
      }
      await connection.query('rollback to one');`),
  });
  expect(await here.up()).toEqual(['1_t']);
  const { rows } = await here.client.query('select count(*)::int as count from t');
  expect(rows).toEqual([{ count: 6 }]);
});

test.each([
  [
    'with its own way to hear of errors',
    `const { EventEmitter } = require('node:events');
     const query = Object.assign(new EventEmitter(), { submit() {}, handleError(error) { this.emit('error', error); } });`,
  ],
  [
    'that is only a stream',
    `const query = Object.assign(new (require('node:stream').PassThrough)(), { submit() {} });`,
  ],
])('a query that drives itself, %s, is refused and ends nothing', async (_, make) => {
  await using here = await scene({
    '1_t': up(`await knex.raw('create table t ()'); ${TAKE} ${make}
      await new Promise((resolve, reject) => { connection.query(query).on('error', reject).on('end', resolve); });`),
  });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/stream' });
  expect([await here.has('t'), await here.applied()]).toEqual([false, []]);
});

test.each([
  ['trx.commit()', 'await knex.commit();'],
  ['trx.commit() that it does not wait for', 'knex.commit();'],
  ['trx.commit(), and goes on', `await knex.commit(); await new Promise((done) => setTimeout(done, 50));`],
  ['COMMIT', `await knex.raw('commit');`],
  [
    'END, and goes on',
    `await knex.raw('/* so */ END').catch(() => {}); await knex.raw('create table u ()');`,
  ],
])('a migration in a transaction that sends %s is refused before anything of it stays', async (_, end) => {
  await using here = await scene({ '1_t': up(`await knex.raw('create table t ()'); ${end}`) });
  await expect(here.up()).rejects.toMatchObject({ code: 'migrations/own-transaction' });
  expect([await here.has('t'), await here.has('u'), await here.applied()]).toEqual([false, false, []]);
  here.migrations.remove('1_t');
  here.migrations.write('2_t', statements(['create table t ()'], ['drop table t']));
  expect(await here.up()).toEqual(['2_t']);
});

type Parser = (text: string) => unknown;
type SetParser = (type: number, parser: Parser) => void;
const setParser = pg.types.setTypeParser as SetParser;
const parserOf = pg.types.getTypeParser as (type: number) => Parser;

test('the parsers of an application are for its own statements', async () => {
  const types = [16, 20, 23, 114, 701, 1009, 1184, 3802];
  const before = types.map((type) => [type, parserOf(type)] as const);
  await using here = await scene(
    {
      '1_t': statements(
        ['create table t (id int primary key)', 'insert into t values (1)'],
        ['drop table t'],
      ),
      '2_own': up(
        `const { rows: [{ x }] } = await knex.raw("select '{}'::json as x"); if (x !== 'own {}') throw new Error(String(x));`,
      ),
      '3_hook': up(
        `const { rows: [{ x }] } = await knex.raw("select 'a'::text as x"); if (x !== 'hook a') throw new Error(String(x));`,
      ),
    },
    {
      pool: {
        afterCreate: (connection: { setTypeParser: SetParser }, done: (error?: Error) => void) => {
          connection.setTypeParser(25, (text: string) => `hook ${text}`);
          connection.setTypeParser(1184, (text: string) => `hook ${text}`);
          done();
        },
      },
    },
  );
  const options = { config: here.migrations.config, connection: here.database.settings };
  try {
    for (const type of types) setParser(type, (text: string) => `own ${text}`);
    expect((await migrate(options)).applied.map(({ name }) => name)).toEqual(['1_t', '2_own', '3_hook']);
    const { deploys, applied } = await status(options);
    expect([deploys.length, applied.length]).toEqual([1, 3]);
    expect(
      deploys.map(({ startedAt }) => startedAt instanceof Date && !Number.isNaN(Number(startedAt))),
    ).toEqual([true]);
    const { kept } = await rollback(options);
    expect(kept.map(({ table, rows, columns }) => ({ table, rows, columns }))).toEqual([
      { table: 'public.t', rows: 1, columns: ['id'] },
    ]);
    const { restored } = await migrate({ ...options, restoreKept: true });
    expect(restored).toHaveLength(1);
  } finally {
    for (const [type, parser] of before) setParser(type, parser);
  }
});
