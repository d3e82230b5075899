import * as schema from '../../lib/db/schema/index.ts';
import { mysqlTable, int as mysqlInt, check as mysqlCheck } from 'drizzle-orm/mysql-core';
import { sqliteTable, integer as sqliteInteger } from 'drizzle-orm/sqlite-core';
import { defineRelations } from 'drizzle-orm-1';
import { OLD, NEW, nextPg, refusalOf, withEach } from '../../../tests/parity/drizzle-versions.ts';
import { Problem } from '../../problem.ts';
import { readDeclared } from './read.ts';

describe('where objects are found', () => {
  withEach('in modules, lists and plain objects', ({ pg }) => {
    const table = (name: string) => pg.pgTable(name, { a: pg.integer() });
    const one = { a: table('a'), deep: { b: table('b'), list: [table('c')] } };
    const bare = Object.assign(Object.create(null) as object, { d: table('d') });
    const found = (from: unknown) =>
      readDeclared({ schema: from })
        .objects.filter(({ kind }) => kind === 'table')
        .map(({ name, origin: { exported } }) => [name, exported]);
    const all = [
      ['a', 'a'],
      ['b', 'deep.b'],
      ['c', 'deep.list.0'],
    ];
    expect(found(one)).toEqual(all);
    expect(found([one, bare])).toEqual([['a', 'a'], ['d', 'd'], ...all.slice(1)]);
    expect(found({ default: one, a: one.a })).toEqual([
      ['a', 'a'],
      ['b', 'default.deep.b'],
      ['c', 'default.deep.list.0'],
    ]);
    expect(found(table('e'))).toEqual([['e', undefined]]);
  });

  withEach('in objects that lead back to themselves', ({ pg }) => {
    const loop: Record<string, unknown> = { t: pg.pgTable('t', { a: pg.integer() }) };
    loop.loop = loop;
    expect(readDeclared({ schema: loop }).objects).toHaveLength(2);
  });

  withEach('and aliases, columns, queries and functions declare nothing', ({ pg, orm }) => {
    const t = pg.pgTable('t', { a: pg.integer() });
    const query = new pg.QueryBuilder().select().from(t);
    const { objects } = readDeclared({
      schema: {
        t,
        alias: pg.alias(t, 'x'),
        column: pg.text(),
        query,
        sub: query.as('s'),
        sql: orm.sql`1`,
        run: () => t,
      },
    });
    expect(objects.map(({ kind, name }) => [kind, name])).toEqual([
      ['table', 't'],
      ['column', 'a'],
    ]);
  });

  test('and relations of either version declare nothing', () => {
    const t = OLD.pg.pgTable('t', { a: OLD.pg.integer() });
    const relations = OLD.orm.relations(t, () => ({}));
    const next = nextPg.pgTable('next', { a: nextPg.integer() });
    const hidden = nextPg.pgTable('hidden', { a: nextPg.integer() });
    const nextRelations = defineRelations({ next, hidden });
    const { objects } = readDeclared({ schema: { t, relations, next, nextRelations } });
    expect(objects.filter(({ kind }) => kind === 'table').map(({ name }) => name)).toEqual(['t', 'next']);
  });
});

test('objects of both versions may stand side by side', () => {
  const mood = OLD.pg.pgEnum('mood', ['a']);
  const users = OLD.pg.pgTable('users', { id: OLD.pg.integer().primaryKey() });
  const posts = NEW.pg.pgTable('posts', { author: NEW.pg.integer().references(() => users.id) }, (t) => [
    NEW.pg.check('c', NEW.orm.sql`${t.author} > 0 and 'a'::${mood} is not null and ${users.id} is null`),
  ]);
  const { objects } = readDeclared({ schema: { mood, users, posts } });
  expect(objects.find(({ kind }) => kind === 'check')?.facts.expression).toEqual({
    expression: `"author" > 0 and 'a'::"mood" is not null and "id" is null`,
    sees: 'columns',
  });
});

test('what is read is the same each time, and frozen', () => {
  const first = readDeclared({ schema });
  expect(readDeclared({ schema })).toEqual(first);
  expect(Object.isFrozen(first)).toBe(true);
});

test('the schema of this project', () => {
  const { objects, schemas, ownSchemas } = readDeclared({ schema });
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const tables = Object.values(schema).filter((one) => OLD.orm.is(one, OLD.pg.PgTable));
  const configs = tables.map((table) => OLD.pg.getTableConfig(table));
  const sum = (count: (config: (typeof configs)[number]) => number) =>
    configs.reduce((all, one) => all + count(one), 0);
  expect(Object.fromEntries(counts)).toEqual({
    schema: 1,
    table: tables.length,
    column: sum(({ columns }) => columns.length),
    'primary key': sum(
      ({ primaryKeys, columns }) => primaryKeys.length + columns.filter(({ primary }) => primary).length,
    ),
    unique: sum(
      ({ uniqueConstraints, columns }) =>
        uniqueConstraints.length + columns.filter(({ isUnique }) => isUnique).length,
    ),
    check: sum(({ checks }) => checks.length),
    index: sum(({ indexes }) => indexes.length),
    'foreign key': sum(({ foreignKeys }) => foreignKeys.length),
  });
  expect(tables.length).toBeGreaterThan(10);
  expect({ schemas, ownSchemas }).toEqual({ schemas: ['auth'], ownSchemas: ['auth'] });
});

describe('a schema that declares nothing is refused, with what was there', () => {
  test.each<[string, unknown, string]>([
    ['nothing', {}, 'no exports'],
    ['undefined', undefined, 'the schema (undefined)'],
    ['null', null, 'the schema (null)'],
    ['a text', 'schema.ts', 'the schema (a string)'],
    ['a promise', Promise.resolve({}), 'the schema (a promise: await it)'],
    [
      'other things',
      {
        config: { port: 1 },
        run: () => 1,
        when: new Date(0),
        relations: OLD.orm.relations(OLD.pg.pgTable('t', {}), () => ({})),
      },
      'relations (a Relations), run (a function), when (a Date), config.port (a number)',
    ],
  ])('%s', (_, given, found) => {
    expect(refusalOf(() => readDeclared({ schema: given }))).toMatchObject({
      code: 'parity/nothing-declared',
      what: `the schema declares nothing for Postgres; found ${found}`,
    });
  });
});

describe('objects for another database are refused', () => {
  test('by their names', () => {
    const problem = refusalOf(() =>
      readDeclared({
        schema: {
          users: mysqlTable('users', { id: mysqlInt() }),
          posts: sqliteTable('posts', { id: sqliteInteger() }),
        },
      }),
    );
    expect(problem.code).toBe('parity/other-dialect');
    expect(problem.what).toContain('users is a MySqlTable, which is for MySQL');
    expect(problem.what).toContain('make it with drizzle-orm/pg-core instead of drizzle-orm/sqlite-core');
  });

  test('also among the keys of a table', () => {
    const { pg, orm } = OLD;
    const t = pg.pgTable('t', { a: pg.integer() }, () => [mysqlCheck('c', orm.sql`true`) as never]);
    expect(refusalOf(() => readDeclared({ schema: { t } }))).toMatchObject({
      code: 'parity/other-dialect',
      what: 'public.t: an entry in its third argument is a MySqlCheckBuilder, which is for MySQL',
      fix: 'import it from drizzle-orm/pg-core instead of drizzle-orm/mysql-core',
    });
  });
});

/** As people write it who mix the two forms of the third argument. */
function recordOf(byA: object): never {
  return { byA } as never;
}

describe('what does not belong among the keys of a table is refused', () => {
  withEach('each in its own words', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer() }, (c) => [
      recordOf(pg.index().on(c.a)),
      pg.index('i') as never,
      pg.unique() as never,
      'index',
    ]);
    const problem = refusalOf(() => readDeclared({ schema: { t } }));
    expect(problem.code).toBe('parity/schema-mistakes');
    expect(problem.what.split('\n').filter((line) => / is |\[/.test(line))).toEqual([
      '  public.t: an entry in its third argument is nothing that Drizzle knows there: an object with byA',
      '    [parity/extra-config]',
      '  public.t: an entry in its third argument is an index without columns',
      '    [parity/unfinished]',
      '  public.t: an entry in its third argument is a unique constraint without columns',
      '    [parity/unfinished]',
      '  public.t: an entry in its third argument is nothing that Drizzle knows there: a string',
      '    [parity/extra-config]',
    ]);
  });

  withEach('by its key where there is one', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer() }, (() => ({ byA: pg.index() })) as never);
    expect(refusalOf(() => readDeclared({ schema: { t } })).what).toBe(
      'public.t: "byA" in its third argument is an index without columns',
    );
  });

  withEach('columns of another table', ({ pg }) => {
    const users = pg.pgTable('users', { id: pg.integer(), name: pg.text() });
    const t = pg.pgTable('t', { id: pg.integer() }, () => [pg.unique('u').on(users.id, users.name)]);
    expect(refusalOf(() => readDeclared({ schema: { users, t } }))).toMatchObject({
      code: 'parity/key-column',
      what: 'a unique constraint of public.t names id, name, which is no column of it',
    });
  });
});

describe('a foreign key that leads nowhere is refused', () => {
  withEach('as it says', ({ pg, orm: { sql } }) => {
    const view = pg.pgView('v', { id: pg.integer() }).as(sql`select 1 as id`);
    const users = pg.pgTable('users', { id: pg.integer() });
    const others = pg.pgTable('others', { id: pg.integer() });
    const t = pg.pgTable(
      't',
      {
        a: pg.integer().references(() => view.id as never),
        b: pg.integer().references(() => (undefined as never as typeof users).id),
      },
      (c) => [
        pg.foreignKey({ columns: [c.a, c.b], foreignColumns: [users.id, others.id] as never }),
        pg.foreignKey({ columns: [c.a, c.b], foreignColumns: [users.id] as never }),
      ],
    );
    const problem = refusalOf(() => readDeclared({ schema: { t } }));
    expect(problem.code).toBe('parity/foreign-key');
    expect(problem.what.split('\n').filter((line) => line.includes('leads nowhere'))).toEqual([
      '  a foreign key of public.t leads nowhere: v is no table',
      "  a foreign key of public.t leads nowhere: Cannot read properties of undefined (reading 'id')",
      '  a foreign key of public.t leads nowhere: it leads to columns of more than one table',
      '  a foreign key of public.t leads nowhere: it has 2 columns, and leads to 1',
    ]);
  });
});

describe('what would be left out in silence is refused', () => {
  withEach('a policy of no table', ({ pg }) => {
    const policy = pg.pgPolicy('p');
    expect(refusalOf(() => readDeclared({ schema: { policy } }))).toMatchObject({
      code: 'parity/policy-without-table',
      what: 'policy is the policy p, which belongs to no table',
    });
  });

  withEach('values of an enum that Postgres does not take', ({ pg }) => {
    const mood = pg.pgEnum('mood', ['a', 'b', 'a', 'x'.repeat(64)]);
    expect(refusalOf(() => readDeclared({ schema: { mood } }))).toMatchObject({
      code: 'parity/enum-values',
      what: `the enum mood has values that Postgres refuses: 'a', '${'x'.repeat(64)}'`,
    });
  });
});

withEach('a Problem says all at once', ({ pg }) => {
  const t = pg.pgTable('t', { a: pg.bit({} as never), b: pg.serial().default(1) });
  const problem = refusalOf(() => readDeclared({ schema: { t } }));
  expect(problem).toBeInstanceOf(Problem);
  expect(problem.message).toBe(
    [
      'the Drizzle schema has 2 mistakes:',
      '  t.a has no type that Postgres could read: bit(undefined)',
      '    a length is missing',
      '    fix: give it to the builder, as in bit({ dimensions: 8 })',
      '    [parity/column-type]',
      '  t.b has a default and a serial type',
      '    Postgres fills a column in one way only',
      '    fix: keep one of them',
      '    [parity/column-values]',
      'fix: correct each of them as it says',
      '[parity/schema-mistakes]',
    ].join('\n'),
  );
});
