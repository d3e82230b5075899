import fc from 'fast-check';
import { refusalOf, withEach } from '../../../tests/parity/drizzle-versions.ts';
import { SEED } from '../../../tests/parity/random/seed.ts';
import { cutName, numberedName, primaryKeyName } from './names.ts';
import { readDeclared } from './read.ts';

describe('a name is cut as Postgres cuts it', () => {
  test.each([
    ['short', 'short'],
    ['x'.repeat(63), 'x'.repeat(63)],
    ['x'.repeat(64), 'x'.repeat(63)],
    ['ü'.repeat(40), 'ü'.repeat(31)],
    ['x' + 'ü'.repeat(40), 'x' + 'ü'.repeat(31)],
    ['x' + '😀'.repeat(20), 'x' + '😀'.repeat(15)],
  ])('%s', (name, cut) => {
    expect(cutName(name)).toBe(cut);
  });

  test('to whole characters of at most 63 bytes, and no fewer than fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
        const cut = cutName(name);
        expect(name.startsWith(cut)).toBe(true);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(63);
        const next = Array.from(name.slice(cut.length)).at(0);
        if (next !== undefined) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(63);
      }),
      { seed: SEED },
    );
  });
});

test('names that are made up fit', () => {
  expect(primaryKeyName('users')).toBe('users_pkey');
  expect(primaryKeyName('x'.repeat(80))).toBe(`${'x'.repeat(58)}_pkey`);
  expect(primaryKeyName('ü'.repeat(80))).toBe(`${'ü'.repeat(29)}_pkey`);
  expect(numberedName('users', 3)).toBe('users3');
  expect(numberedName('x'.repeat(63), 12)).toBe(`${'x'.repeat(61)}12`);
});

const LONG = 'a_table_with_a_name_that_is_rather_long_but_not_too_long';

withEach('names that nobody chose make room for each other', ({ pg }) => {
  const t = pg.pgTable(LONG, {
    first: pg.integer().unique(),
    firstborn: pg.integer().unique(),
    fir: pg.integer().unique(),
  });
  const { objects } = readDeclared({ schema: { t } });
  const uniques = objects.filter(({ kind }) => kind === 'unique');
  expect(uniques.map(({ name, named, facts }) => [name, named, facts.columns])).toEqual([
    [`${LONG}_first_`, false, expect.objectContaining({ names: ['first'] })],
    [`${LONG}_firstb`, false, expect.objectContaining({ names: ['firstborn'] })],
    [`${LONG}_fir_un`, false, expect.objectContaining({ names: ['fir'] })],
  ]);
});

withEach('and for those that somebody chose, in the whole namespace', ({ pg }) => {
  const first = pg.pgTable('t', { a_b: pg.integer().unique() });
  const second = pg.pgTable('t_a', { b: pg.integer().unique() });
  const third = pg.pgTable('x', { c: pg.integer() }, (c) => [pg.index('t_a_b_unique1').on(c.c)]);
  const elsewhere = pg.pgSchema('app').table('t', { a_b: pg.integer().unique() });
  const { objects } = readDeclared({ schema: { first, second, third, elsewhere } });
  const named = objects.filter(({ kind }) => kind === 'unique' || kind === 'index');
  expect(named.map(({ schema, parent, name }) => [schema, parent, name])).toEqual([
    ['public', 't', 't_a_b_unique'],
    ['public', 't_a', 't_a_b_unique2'],
    ['app', 't', 't_a_b_unique'],
    ['public', 'x', 't_a_b_unique1'],
  ]);
});

withEach('long names are cut wherever they are named', ({ pg, orm: { sql } }) => {
  const long = (name: string) => `${name}_${'x'.repeat(70)}`;
  const cut = (name: string) => long(name).slice(0, 63);
  const kind = pg.pgSchema(long('s')).enum(long('e'), ['a']);
  const users = pg
    .pgSchema(long('s'))
    .table(long('t'), { id: pg.integer(long('c')).primaryKey(), kind: kind() });
  const t = pg.pgTable('t', { a: pg.integer().references(() => users.id) }, (c) => [
    pg.index(long('i')).on(c.a),
    pg.check(long('k'), sql`true`),
    pg.pgPolicy(long('p'), { to: long('r') }),
  ]);
  const { objects, schemas } = readDeclared({ schema: { users, t } });
  const text = JSON.stringify(objects);
  for (const name of ['s', 'e', 't', 'c', 'i', 'k', 'p', 'r']) expect(text).toContain(cut(name));
  expect(text).not.toContain('x'.repeat(62));
  expect(schemas).toEqual(['public', cut('s')]);
});

describe('a name that is there twice is refused', () => {
  withEach('by the exports that declare it', ({ pg }) => {
    const users = pg.pgTable('users', { a: pg.integer() });
    const people = pg.pgTable('users', { b: pg.integer() });
    const problem = refusalOf(() => readDeclared({ schema: { users, people } }));
    expect(problem).toMatchObject({
      code: 'parity/duplicate-name',
      what: 'users and people both declare the table public.users',
    });
  });

  withEach('but a table under two exports is one', ({ pg }) => {
    const users = pg.pgTable('users', { a: pg.integer() });
    const { objects } = readDeclared({ schema: { users, people: users, deep: { users } } });
    expect(objects.map(({ kind, origin }) => [kind, origin.exported])).toEqual([
      ['table', 'users'],
      ['column', 'users'],
    ]);
  });

  withEach('after it is cut', ({ pg }) => {
    const first = pg.pgEnum(`${'x'.repeat(63)}1`, ['a']);
    const second = pg.pgEnum(`${'x'.repeat(63)}2`, ['a']);
    expect(refusalOf(() => readDeclared({ schema: { first, second } }))).toMatchObject({
      what: `first and second both declare the enum public.${'x'.repeat(63)}`,
      why: 'Postgres keeps 63 bytes of a name, and can have it once',
    });
  });

  withEach('also by objects of different kinds that Postgres keeps in one list', ({ pg, orm: { sql } }) => {
    const users = pg.pgTable('users', { a: pg.integer() });
    const view = pg.pgView('users', { a: pg.integer() }).as(sql`select 1 as a`);
    expect(refusalOf(() => readDeclared({ schema: { users, view } }))).toMatchObject({
      what: expect.stringContaining(
        'users and view both declare the table public.users and the view public.users under one name',
      ) as unknown,
    });
  });

  withEach('by columns, constraints, indexes and policies of a table', ({ pg, orm: { sql } }) => {
    const t = pg.pgTable('t', { first: pg.integer('a'), second: pg.integer('a'), b: pg.integer() }, (c) => [
      pg.check('c', sql`1 = 1`),
      pg.check('c', sql`2 = 2`),
      pg.index('i').on(c.b),
      pg.uniqueIndex('i').on(c.b),
      pg.pgPolicy('p', { to: 'a' }),
      pg.pgPolicy('p', { to: 'b' }),
      pg.unique().on(c.b),
      pg.unique().on(c.b),
    ]);
    const problem = refusalOf(() => readDeclared({ schema: { t } }));
    expect(problem.code).toBe('parity/duplicate-name');
    expect(problem.what.split('\n').filter((line) => line.includes('declare'))).toEqual([
      '  t.first and t.second both declare the column public.t.a',
      '  t declares the check public.t.c twice',
      '  t declares the index public.t.i twice',
      '  t declares the policy public.t.p twice',
      '  t declares the unique public.t.t_b_unique twice',
    ]);
  });
});
