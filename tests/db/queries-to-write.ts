import {
  and,
  asc,
  between,
  count,
  desc,
  eq,
  exists,
  inArray,
  isNull,
  not,
  or,
  Param,
  sql,
} from 'drizzle-orm';
import type { SQLWrapper } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import {
  alias,
  customType,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgMaterializedView,
  pgSchema,
  pgTable,
  pgView,
  text,
  timestamp,
  union,
  uuid,
} from 'drizzle-orm/pg-core';
import * as auth from '../../src/lib/db/schema/index.ts';

/** How often a value was mapped that is a point. */
export const mapped = { points: 0 };
const point = customType<{ data: { x: number; y: number }; driverData: string }>({
  dataType: () => 'point',
  toDriver: ({ x, y }) => {
    mapped.points += 1;
    return sql`point(${x}, ${y})`;
  },
});
const shop = pgSchema('my "shop"');
export const mood = shop.enum('mood', ['good', 'bad']);
const size = pgEnum('size', ['small', 'large']);
export const goods = shop.table('goods', {
  id: uuid().primaryKey(),
  camelName: text(),
  named: text('the "name"').default('x'),
  price: numeric({ mode: 'number' }),
  made: timestamp({ mode: 'date' }).$onUpdate(() => new Date(0)),
  more: jsonb().$type<{ a: number }>(),
  at: point(),
  mood: mood(),
  size: size(),
  tags: text().array(),
  above: uuid(),
});
export const plain = pgTable('plain', { id: integer().primaryKey(), words: text() });
export const cheap = shop
  .view('cheap')
  .as((qb) => qb.select({ id: goods.id, twice: sql<number>`${goods.price} * 2`.as('twice') }).from(goods));
export const seen = pgMaterializedView('seen').as((qb) => qb.select().from(plain));
export const simple = pgView('simple', { id: integer(), words: text() }).existing();
export const schema = { ...auth, goods, plain };
export type Db = NodePgDatabase<typeof schema>;

export const other = alias(goods, 'other');
export const ID = '00000000-0000-7000-8000-000000000000';
export const base = (db: Db) => db.select({ id: goods.id }).from(goods);

/** Drizzle's types leave it out. */
const withRelations = (query: object): SQLWrapper => query as unknown as SQLWrapper;

/** One of each kind that there is to write, each with what stands in it. */
export const QUERIES: Readonly<Record<string, (db: Db) => SQLWrapper>> = {
  'all columns of a table': (db) => db.select().from(goods),
  'all columns of a table of public': (db) =>
    db.select().from(plain).where(eq(plain.id, 1)).limit(3).offset(4),
  'some columns and words of their own': (db) =>
    db.select({ id: goods.id, twice: sql`${goods.price} * ${2}`, in: { it: goods.named } }).from(goods),
  'words with a name': (db) =>
    db
      .select({ twice: sql`${goods.price} * 2`.as('t"w') })
      .from(goods)
      .orderBy(sql`t`),
  'one table joined with itself': (db) =>
    db
      .select()
      .from(goods)
      .leftJoin(other, and(eq(goods.above, other.id), not(isNull(other.named))))
      .where(or(eq(other.named, 'a'), inArray(goods.mood, ['good', 'bad']), between(goods.price, 1, 2.5)))
      .orderBy(asc(goods.camelName), desc(other.price)),
  'an alias alone': (db) => db.select().from(other).where(eq(other.id, ID)),
  'tables of two schemas': (db) =>
    db
      .select({ user: auth.users, session: auth.sessions, n: count() })
      .from(auth.sessions)
      .innerJoin(auth.users, eq(auth.users.id, auth.sessions.userId))
      .fullJoin(plain, sql`true`)
      .groupBy(auth.users.id)
      .having(({ n }) => eq(n, 3)),
  'a subquery and a list that is asked for': (db) => {
    const inner = db
      .select({ id: goods.id, n: sql<number>`count(*)`.as('n') })
      .from(goods)
      .groupBy(goods.id)
      .as('i');
    return db
      .select()
      .from(inner)
      .where(and(eq(inner.n, 2), inArray(inner.id, base(db).where(eq(goods.mood, 'bad')))));
  },
  'a subquery for each row': (db) =>
    db
      .select({ id: plain.id, first: db.select({ words: plain.words }).from(plain).limit(1).as('f') })
      .from(plain),
  with: (db) => {
    const some = db.$with('some').as(base(db).where(eq(goods.price, 3)));
    return db
      .with(some)
      .select()
      .from(some)
      .where(exists(base(db).where(eq(goods.id, some.id))));
  },
  'with, of what is changed': (db) => {
    const gone = db.$with('gone').as(db.delete(goods).where(eq(goods.id, ID)).returning());
    return db
      .with(gone)
      .insert(plain)
      .select(db.select({ id: sql<number>`1`.as('id'), words: gone.named }).from(gone));
  },
  'both and either': (db) =>
    union(base(db), base(db).where(eq(goods.price, 4)))
      .orderBy(goods.id)
      .limit(1),
  'distinct on, for update': (db) =>
    db
      .selectDistinctOn([goods.mood, sql`lower(${goods.named})`])
      .from(goods)
      .for('update', { of: goods, skipLocked: true }),
  'a view': (db) => db.select().from(cheap).where(eq(cheap.twice, 2)),
  'a view as another': (db) =>
    db
      .select()
      .from(alias(simple, 's'))
      .innerJoin(simple, sql`true`),
  'a materialized view': (db) => db.select({ id: seen.id }).from(seen),
  'refreshing one': (db) => db.refreshMaterializedView(seen).concurrently(),
  'a function for each row': (db) =>
    db
      .select({ n: sql`n` })
      .from(sql`generate_series(${1}, ${2}) n`)
      .leftJoinLateral(db.select().from(plain).as('p'), sql`true`),
  'inserting rows, types and all': (db) =>
    db.insert(goods).values([
      { id: ID, price: 1.5, made: new Date(5), more: { a: 1 }, at: { x: 1, y: 2 }, tags: ['a', 'b'] },
      { id: ID, named: sql`lower(${'X'})`, mood: 'good', more: null, camelName: undefined },
    ]),
  'inserting or changing, and returning': (db) =>
    db
      .insert(goods)
      .values({ id: ID, above: ID })
      .onConflictDoUpdate({
        target: [goods.id, goods.mood],
        set: { named: sql`excluded.n`, price: 3 },
        setWhere: sql`1`,
      })
      .returning({
        id: goods.id,
        lower: sql`lower(${goods.named})`,
        up: sql`upper(${goods.named})`.as('up'),
      }),
  'changing with another table': (db) =>
    db
      .update(goods)
      .set({ named: sql`${other.named} || ${'!'}`, more: { a: 2 }, at: { x: 3, y: 4 } })
      .from(other)
      .innerJoin(plain, eq(plain.words, other.named))
      .where(eq(goods.id, other.id))
      .returning(),
  deleting: (db) => db.delete(goods).where(eq(goods.size, 'small')).returning(),
  'with relations': (db) =>
    withRelations(
      db.query.sessions.findMany({
        columns: { id: true, expires: true },
        with: { user: { with: { accounts: { limit: 2, where: (a, { eq }) => eq(a.provider, 'x') } } } },
        where: (s, { eq }) => eq(s.sessionToken, sql.placeholder('token')),
        extras: { up: sql`upper(${auth.sessions.sessionToken})`.as('up') },
        orderBy: (s, { desc }) => desc(s.expires),
      }),
    ),
  placeholders: (db) =>
    db
      .select()
      .from(goods)
      .where(
        and(eq(goods.id, sql.placeholder('id')), eq(goods.named, sql`lower(${sql.placeholder('name')})`)),
      )
      .limit(sql.placeholder('limit')),
  'words alone': () =>
    sql`select ${goods}, ${goods.id}, ${[1, sql`${2} + ${goods.price}`, [goods.id]]}, ${undefined}, ${null}, ${true}
      ${sql.identifier('a"b')} ${sql.raw('$1')} ${sql.join([sql`x`, sql.param(5)], sql`, `)} ${mood} ${size}
      ${new Date(6)} ${{ a: 1 }} ${new Param({ a: 1 }, goods.more)} ${sql.empty()} ${[]} ${cheap} ${seen}`,
  'values written into it': () =>
    sql`select ${1}, ${sql`${"it's"}, ${[true, null]}, ${{ b: 2 }}, ${new Param('z', goods.named)}`.inlineParams()}, ${2}`,
  'all values written into it': () =>
    sql`select ${'a'}, ${sql`${1}`}, ${sql.param(new Date(7), goods.made)}, ${new Param({ x: 1, y: 2 }, goods.at)}`.inlineParams(),
};
