import { Param, SQL, sql } from 'drizzle-orm';
import type { SQLChunk, SQLWrapper } from 'drizzle-orm';
import { integer, PgDialect, pgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
import fc from 'fast-check';
import { Pool } from 'pg';
import { renderQuickly } from '../../src/lib/db/rendering/index.ts';
import { SEED } from '../parity/random/seed.ts';
import {
  base,
  cheap,
  goods,
  ID,
  mapped,
  mood,
  other,
  plain,
  QUERIES,
  schema,
  seen,
  simple,
} from './queries-to-write.ts';
import type { Db } from './queries-to-write.ts';

/* Each query is the one that Drizzle writes: its text, its values in their order, and what is said of their types. */

const WORDS = { 'names as they are': {}, 'names in snake_case': { casing: 'snake_case' } } as const;

/** A client as Drizzle makes it, and one that writes quickly; neither ever connects. */
function both(options: object): readonly [Db, Db] {
  const [slow, quick] = [
    drizzle(new Pool(), { schema, ...options }),
    drizzle(new Pool(), { schema, ...options }),
  ];
  renderQuickly(quick);
  return [slow, quick];
}

function dialectOf(db: Db): PgDialect {
  return (db as unknown as { readonly dialect: PgDialect }).dialect;
}

function written(db: Db, query: SQLWrapper, invokeSource?: 'indexes'): unknown {
  try {
    // What is undefined is not there either.
    return { ...dialectOf(db).sqlToQuery(query.getSQL(), invokeSource) };
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(WORDS))('%s', (_, options) => {
  const [slow, quick] = both(options);

  it.each(Object.entries(QUERIES))('%s', (_, query) => {
    const expected = written(slow, query(slow));
    expect(expected).toMatchObject({ sql: expect.stringMatching(/./) as string });
    // And again, with what it has kept.
    for (let turn = 0; turn < 2; turn += 1) expect(written(quick, query(quick))).toStrictEqual(expected);
  });

  it('whatever words are put together', () => {
    const leaf = fc.oneof(
      fc.constantFrom<SQLChunk>(
        undefined,
        goods,
        plain,
        goods.camelName,
        goods.named,
        other,
        other.id,
        cheap,
        seen,
      ),
      fc.constantFrom<SQLChunk>(
        cheap.id,
        simple.words,
        sql.placeholder('p'),
        sql.identifier('é"'),
        sql.empty(),
        [],
      ),
      fc.constantFrom<SQLChunk>(
        mood as unknown as SQLChunk,
        base(slow),
        base(slow).as('s'),
        sql`1`.as('n'),
        new Param(null, goods.more),
      ),
      fc.constantFrom(new Param(sql.placeholder('q'), goods.more), new Param({ x: 1, y: 2 }, goods.at)),
      fc
        .oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
        .map((value) => value as unknown as SQLChunk),
      fc.json().map((text) => new Param(text, goods.named)),
    );
    const { tree } = fc.letrec<{ tree: SQLChunk; many: SQLChunk[] }>((tie) => ({
      many: fc.array(tie('tree'), { maxLength: 4 }),
      tree: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        leaf,
        tie('many').map((list) => sql`(${sql.join(list, sql` / `)})`),
        tie('many').map((list) => sql`i${sql.join(list)}`.inlineParams()),
        tie('many').map((list) => sql`a ${list} z`),
        tie('tree').map((one) => sql`${one} b`.as('named')),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), fc.boolean(), (chunks, forIndex) => {
        const [query, source] = [sql.join(chunks, sql`, `), forIndex ? ('indexes' as const) : undefined];
        expect(written(quick, query, source)).toStrictEqual(written(slow, query, source));
      }),
      { numRuns: 2000, seed: SEED },
    );
  });
});

it('has each value written once, by who knows how', () => {
  const [, quick] = both({});
  mapped.points = 0;
  expect(
    quick
      .insert(goods)
      .values({ id: ID, at: { x: 1, y: 2 } })
      .toSQL().sql,
  ).toContain('point($3, $4)');
  expect(mapped.points).toBe(1);
});

it('refuses what Drizzle refuses, in the same words', () => {
  const [slow, quick] = both({});
  const wrong = (db: Db) => () => db.select({ id: goods.id, words: plain.words }).from(goods).toSQL();
  expect(wrong(slow)).toThrow('is not part of the query');
  expect(wrong(quick)).toThrow('is not part of the query');
});

it('leaves other clients of the same Drizzle as they are', () => {
  const [slow, quick] = both({});
  expect(Object.getPrototypeOf(dialectOf(slow))).toBe(PgDialect.prototype);
  expect(Object.getPrototypeOf(dialectOf(quick))).not.toBe(PgDialect.prototype);
  expect(dialectOf(quick)).toBeInstanceOf(PgDialect);
});

it('sees that a table is of another schema from now on', () => {
  const [slow, quick] = both({});
  const moving = pgTable('moving', { id: integer() });
  const ask = (db: Db): string =>
    db
      .select({ id: moving.id, as: sql`${moving.id}` })
      .from(moving)
      .innerJoin(plain, sql`true`)
      .toSQL().sql;
  for (const tenant of ['one', 'two', undefined]) {
    Object.assign(moving, { [Symbol.for('drizzle:Schema')]: tenant });
    expect(ask(quick)).toBe(ask(slow));
    expect(ask(quick)).toContain(tenant === undefined ? 'from "moving"' : `from "${tenant}"."moving"`);
  }
});

it('leaves a query to its own class where somebody has made one', () => {
  class Mine extends SQL {
    override toQuery(config: Parameters<SQL['toQuery']>[0]): ReturnType<SQL['toQuery']> {
      return { ...super.toQuery(config), sql: 'mine' };
    }
  }
  expect(written(both({})[1], new Mine([]))).toMatchObject({ sql: 'mine' });
});

it('takes as many rows as a statement can have values', () => {
  const [, quick] = both({});
  const rows = Array.from({ length: 30_000 }, (_, id) => ({ id, words: `w${id}` }));
  const { sql: text, params } = quick.insert(plain).values(rows).toSQL();
  expect(params).toHaveLength(60_000);
  expect(text).toMatch(/\(\$59999, \$60000\)$/);
});
