import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import rule from './no-concurrent-statements.js';

const migration = (body: string): string => `
import type { Knex } from 'knex';
export async function up(knex: Knex): Promise<void> {
  ${body}
}`;

const valid = [
  `await knex.schema.createTable('a', (table) => { table.increments(); });`,
  `for (const table of ['a', 'b']) await knex.schema.dropTable(table);`,
  `const rows = ['a', 'b'].map((id) => ({ id })); await knex('a').insert(rows);`,
  `await new Promise((resolve) => setTimeout(resolve, 1)); await Promise.resolve(); Promise['resolve']();`,
  `const { resolve } = Promise; if (knex instanceof Promise) return; await resolve();`,
  `await fill(knex); return fill(knex); async function fill(knex: Knex): Promise<void> { await knex('a').insert({}); }`,
  `await (knex ? fill(knex) : undefined); await fill(knex).catch(() => undefined); async function fill(k: Knex) { await k('a'); }`,
  `await knex.transaction((transaction) => fill(transaction)); async function fill(k: Knex) { await k('a'); }`,
  `await knex.transaction(async (transaction) => { await transaction('a').insert({}); });`,
  // A name of their own that has nothing to do with the global one.
  `const queue = { all: () => 1, race: () => 2 }; queue.all(); queue['race']();`,
  `{ const Promise = { all: () => 1 }; Promise.all(); }`,
];

const invalid: [code: string, messageIds: string[]][] = [
  ...['all', 'allSettled', 'any', 'race'].map((name): [string, string[]] => [
    `await Promise.${name}([knex('a'), knex('b')]);`,
    ['together'],
  ]),
  [`await Promise['all']([knex('a')]);`, ['together']],
  ['await Promise[`all`]([knex("a")]);', ['together']],
  [`await Promise?.all([knex('a')]);`, ['together']],
  [`await (Promise as any).all([knex('a')]);`, ['together']],
  [`await Promise!.race([knex('a')]);`, ['together']],
  [`await globalThis.Promise.all([knex('a')]);`, ['together']],
  [`await globalThis?.['Promise']?.['allSettled']([knex('a')]);`, ['together']],
  [`await global.Promise.any([knex('a')]);`, ['together']],
  [`const { all } = Promise; await all.call(Promise, [knex('a')]);`, ['together', 'hidden']],
  [`const { all: one } = Promise;`, ['together']],
  [`const { 'race': one } = globalThis.Promise;`, ['together']],
  [`let all; ({ all } = Promise);`, ['together']],
  [`const { ...everything } = Promise;`, ['hidden']],
  [`const P = Promise; await P.all([knex('a')]);`, ['hidden']],
  [`const { Promise: P } = globalThis; await P.all([knex('a')]);`, ['hidden']],
  [`const name = 'all'; await Promise[name]([knex('a')]);`, ['hidden']],
  [`const name = 'Promise'; await globalThis[name].all([knex('a')]);`, ['hidden']],
  [`await Reflect.get(Promise, 'all').call(null, [knex('a')]);`, ['hidden']],
  [`class Together extends Promise<void> {}`, ['hidden']],
  [`const started = ['a', 'b'].map(async (id) => { await knex('a').insert({ id }); });`, ['callback']],
  [`['a', 'b'].forEach(async (id) => { await knex('a').insert({ id }); });`, ['callback']],
  [`['a'].map(insert); async function insert(id: string) { await knex('a').insert({ id }); }`, ['callback']],
  [
    `const insert = async (id: string) => { await knex('a').insert({ id }); }; ['a'].map(insert);`,
    ['callback'],
  ],
  [
    `const a = fill(); const b = fill(); await a; await b; async function fill() { await knex('a'); }`,
    ['kept', 'kept'],
  ],
  [`const all = [fill(), fill()]; async function fill() { await knex('a'); }`, ['kept', 'kept']],
  [`const started = fill().then(() => 1); async function fill() { await knex('a'); }`, ['kept']],
];

new RuleTester({ languageOptions: { parser, sourceType: 'module' } }).run('no-concurrent-statements', rule, {
  valid: valid.map((body) => ({ name: body, code: migration(body) })),
  invalid: invalid.map(([body, messageIds]) => ({
    name: body,
    code: migration(body),
    errors: messageIds.map((messageId) => ({ messageId })),
  })),
});

test.each(Object.entries(rule.meta?.messages ?? {}))(
  'the message %s says what, why and what to do',
  (_id, message) => {
    expect(message).toMatch(/\. A migration has one connection .+\. Fix: await one after the other/);
  },
);
