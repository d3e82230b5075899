import { forEach, refusalOf, withEach } from '../../../tests/parity/drizzle-versions.ts';
import type { Drizzle } from '../../../tests/parity/drizzle-versions.ts';
import type { DeclaredFact, DeclaredObject } from './model.ts';
import { readDeclared } from './read.ts';

const objectsOf = (schema: object): readonly DeclaredObject[] => readDeclared({ schema }).objects;
const columnsOf = (schema: object): (readonly [string, DeclaredFact | undefined])[] =>
  objectsOf(schema)
    .filter(({ kind }) => kind === 'column')
    .map(({ name, facts }) => [name, facts.type]);
const people = ({ pg }: Drizzle) =>
  pg.pgTable('people', {
    id: pg.serial().primaryKey(),
    name: pg.text('Name').notNull(),
    kind: pg.pgEnum('kind', ['a'])(),
  });

withEach('a view of SQL, whole', ({ pg, orm: { sql } }) => {
  const view = pg
    .pgSchema('app')
    .view('v', { theId: pg.integer('id').notNull() })
    .with({ checkOption: 'cascaded', securityBarrier: true, securityInvoker: false })
    .as(sql`select id from people where name <> ${"O'Brien"}`);
  expect(objectsOf({ view }).slice(1)).toEqual([
    {
      kind: 'column',
      schema: 'app',
      parent: 'v',
      name: 'id',
      named: true,
      existing: false,
      facts: { type: { type: 'integer' } },
      // Postgres keeps no such thing of a view, so that it is no fact.
      neverNull: true,
      origin: { exported: 'view', property: 'theId' },
    },
    {
      kind: 'view',
      schema: 'app',
      parent: null,
      name: 'v',
      named: true,
      existing: false,
      facts: {
        definition: { expression: "select id from people where name <> 'O''Brien'", sees: 'query' },
        checkOption: 'cascaded',
        securityBarrier: true,
        securityInvoker: false,
      },
      origin: { exported: 'view', property: undefined },
    },
  ]);
});

withEach('a view of a query', (drizzle) => {
  const { pg, orm } = drizzle;
  const table = people(drizzle);
  const view = pg.pgView('v').as((query) =>
    query
      .select({
        id: table.id,
        called: table.name,
        kind: table.kind,
        shout: orm.sql<string>`upper(name)`.as('shout'),
      })
      .from(table)
      .where(orm.gt(table.id, 5)),
  );
  expect(objectsOf({ view }).filter(({ kind }) => kind === 'view')).toEqual([
    expect.objectContaining({
      named: true,
      facts: {
        definition: {
          expression:
            'select "id", "Name", "kind", upper(name) as "shout" from "people" where "people"."id" > 5',
          sees: 'query',
        },
        checkOption: null,
        securityBarrier: false,
        securityInvoker: false,
      },
    }),
  ]);
  expect(columnsOf({ view })).toEqual([
    ['id', { type: 'integer' }],
    ['Name', { type: 'text' }],
    ['kind', { type: '"public"."kind"', enum: { kind: 'enum', schema: 'public', name: 'kind' } }],
    ['shout', undefined],
  ]);
});

withEach('a view of a view, with nested fields', (drizzle) => {
  const { pg, orm } = drizzle;
  const table = people(drizzle);
  const lower = pg
    .pgView('lower')
    .as((query) => query.select({ id: table.id, twice: orm.sql<number>`id * 2`.as('twice') }).from(table));
  const upper = pg.pgView('upper').as((query) =>
    query
      .select({ low: { id: lower.id, twice: lower.twice }, name: table.name })
      .from(lower)
      .innerJoin(table, orm.eq(table.id, lower.id)),
  );
  expect(objectsOf({ upper }).filter(({ kind }) => kind === 'column')).toEqual([
    expect.objectContaining({ name: 'id', origin: { exported: 'upper', property: 'low.id' } }),
    expect.objectContaining({
      name: 'twice',
      facts: {},
      origin: { exported: 'upper', property: 'low.twice' },
    }),
    expect.objectContaining({ name: 'Name', origin: { exported: 'upper', property: 'name' } }),
  ]);
});

describe('the type of a column in a view', () => {
  withEach(
    'is not told where queries are joined, which settle on one that suits all',
    ({ pg, orm: { sql } }) => {
      const table = pg.pgTable('t', { code: pg.varchar({ length: 5 }) });
      const view = pg.pgView('v').as((query) =>
        query
          .select({ code: table.code })
          .from(table)
          .union(query.select({ code: table.code }).from(table)),
      );
      const word = pg.pgView('w', { code: pg.text() }).as(sql`select 'union'::text as code`);
      expect(columnsOf({ view })).toEqual([['code', undefined]]);
      expect(columnsOf({ word })).toEqual([['code', { type: 'text' }]]);
    },
  );
});

withEach('a date, a bigint and a list in the query of a view', ({ pg, orm: { sql, inArray } }) => {
  const table = pg.pgTable('t', { a: pg.bigint({ mode: 'bigint' }), b: pg.timestamp() });
  const view = pg
    .pgView('v', { a: pg.bigint({ mode: 'bigint' }) })
    .as(
      sql`select a from t where ${inArray(table.a, [1n, 9007199254740993n])} and b > ${new Date('2020-01-02')}`,
    );
  expect(objectsOf({ view }).find(({ kind }) => kind === 'view')?.facts.definition).toEqual({
    expression: `select a from t where "t"."a" in (1, 9007199254740993) and b > '2020-01-02T00:00:00.000Z'`,
    sees: 'query',
  });
});

describe('materialized views', () => {
  const definition = { expression: 'select 1 as a', sees: 'query' };
  const plain = { definition, using: 'heap', tablespace: null, with: [], populated: true };
  type View = ReturnType<Drizzle['pg']['pgMaterializedView']>;
  forEach<[string, object, (view: View) => View]>(
    [
      ['plain', plain, (view) => view],
      ['using', { ...plain, using: 'columnar' }, (view) => view.using('columnar')],
      ['tablespace', { ...plain, tablespace: 'fast' }, (view) => view.tablespace('fast')],
      ['the default tablespace', plain, (view) => view.tablespace('pg_default')],
      [
        'with',
        { ...plain, with: ['autovacuum_enabled=false', 'fillfactor=70'] },
        (view) => view.with({ fillfactor: 70, autovacuumEnabled: false }),
      ],
    ],
    '%s',
    ({ pg, orm: { sql } }, _, facts, change) => {
      const view = change(pg.pgMaterializedView('v', { a: pg.integer() }) as never) as unknown as {
        as(query: unknown): object;
      };
      expect(objectsOf({ view: view.as(sql`select 1 as a`) })).toEqual([
        expect.objectContaining({ kind: 'column', parent: 'v', name: 'a' }),
        expect.objectContaining({ kind: 'materialized view', name: 'v', facts }),
      ]);
    },
  );

  withEach('without data say nothing of it', ({ pg, orm: { sql } }) => {
    const view = pg
      .pgMaterializedView('v', { a: pg.integer() })
      .withNoData()
      .as(sql`select 1 as a`);
    const { populated, ...rest } = plain;
    expect(populated).toBe(true);
    expect(objectsOf({ view }).at(-1)?.facts).toEqual(rest);
  });
});

describe('views that are there', () => {
  withEach('are known by their columns', ({ pg }) => {
    const view = pg.pgView('v', { a: pg.integer() }).existing();
    const stored = pg.pgMaterializedView('m', { b: pg.text() }).existing();
    const said = objectsOf({ view, stored }).map(({ kind, name, existing, facts }) => [
      kind,
      name,
      existing,
      facts,
    ]);
    expect(said).toEqual([
      ['column', 'a', true, { type: { type: 'integer' } }],
      ['column', 'b', true, { type: { type: 'text' } }],
      ['view', 'v', true, {}],
      ['materialized view', 'm', true, {}],
    ]);
  });
});

describe('what is wrong with a view', () => {
  withEach('columns without names', (drizzle) => {
    const { pg, orm } = drizzle;
    const table = people(drizzle);
    const view = pg
      .pgView('v')
      .as((query) =>
        query.select({ n: orm.sql<number>`count(*)`, m: orm.sql<number>`count(name)` }).from(table),
      );
    expect(refusalOf(() => objectsOf({ view }))).toMatchObject({
      code: 'parity/view-column',
      what: expect.stringContaining('the column n of view public.v has no name') as string,
    });
  });

  withEach('two columns of one name', (drizzle) => {
    const table = people(drizzle);
    const view = drizzle.pg.pgView('v').as((query) => query.select({ a: table.id, b: table.id }).from(table));
    expect(refusalOf(() => objectsOf({ view }))).toMatchObject({ code: 'parity/duplicate-name' });
  });

  withEach('no query', ({ pg }) => {
    const view = pg.pgView('v', { a: pg.integer() });
    expect(refusalOf(() => objectsOf({ view }))).toMatchObject({
      code: 'parity/unfinished',
      what: 'view is a view without a query',
    });
  });
});
