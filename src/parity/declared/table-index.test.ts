import type { ExtraConfigColumn } from 'drizzle-orm/pg-core';
import { forEach, NEW, OLD, refusalOf, withEach } from '../../../tests/parity/drizzle-versions.ts';
import type { Drizzle } from '../../../tests/parity/drizzle-versions.ts';
import type { DeclaredObject } from './model.ts';
import { readDeclared } from './read.ts';

type Columns = Readonly<Record<'a' | 'b' | 'c', ExtraConfigColumn>>;
type Indexes = (drizzle: Drizzle, t: Columns) => unknown[];

function indexesOf(drizzle: Drizzle, indexes: Indexes): readonly DeclaredObject[] {
  const { pg } = drizzle;
  const columns = { a: pg.integer(), b: pg.text('B'), c: pg.timestamp() };
  const t = pg.pgTable('t', columns, (own) => indexes(drizzle, own as never) as never);
  const read = () => readDeclared({ schema: { t } }).objects.filter(({ kind }) => kind === 'index');
  const found = read();
  // Nothing that Drizzle keeps of one reading may be seen by the next.
  expect(read()).toEqual(found);
  return found;
}

/** What is said of an index on the column `a` alone, when nothing more is. */
const PLAIN = {
  unique: false,
  method: 'btree',
  columns: { columnsOf: { kind: 'table', schema: 'public', name: 't' }, names: ['a'] },
  expressions: [null],
  opclassOptions: [],
  defaultOpclasses: [true],
  collations: [null],
  orders: ['asc'],
  nulls: ['last'],
  include: [],
  where: null,
  with: [],
  nullsNotDistinct: false,
  valid: true,
};
const on = (...names: (string | null)[]) => ({ columns: { ...PLAIN.columns, names } });
const sees = (expression: string) => ({ expression, sees: 'columns' });

withEach('a plain index, whole', (drizzle) => {
  expect(indexesOf(drizzle, ({ pg }, t) => [pg.index('t_a_idx').on(t.a)])).toEqual([
    {
      kind: 'index',
      schema: 'public',
      parent: 't',
      name: 't_a_idx',
      named: true,
      existing: false,
      facts: PLAIN,
      origin: { exported: 't', property: undefined },
    },
  ]);
});

describe('what is said of an index', () => {
  forEach<[string, object, Indexes]>(
    [
      ['unique', { unique: true }, ({ pg }, t) => [pg.uniqueIndex('i').on(t.a)]],
      ['desc', { orders: ['desc'] }, ({ pg }, t) => [pg.index('i').on(t.a.desc())]],
      ['nulls first', { nulls: ['first'] }, ({ pg }, t) => [pg.index('i').on(t.a.nullsFirst())]],
      [
        'desc nulls first',
        { orders: ['desc'], nulls: ['first'] },
        ({ pg }, t) => [pg.index('i').on(t.a.nullsFirst().desc())],
      ],
      ['asc nulls last', {}, ({ pg }, t) => [pg.index('i').on(t.a.desc().nullsFirst().asc().nullsLast())]],
      [
        'operator class',
        { opclasses: ['int4_ops'], defaultOpclasses: [null], orders: ['desc'] },
        ({ pg }, t) => [pg.index('i').on(t.a.desc().op('int4_ops'))],
      ],
      [
        'several columns',
        {
          ...on('B', 'a'),
          expressions: [null, null],
          opclasses: ['text_pattern_ops', null],
          defaultOpclasses: [null, true],
          collations: [null, null],
          orders: ['asc', 'desc'],
          nulls: ['last', 'last'],
        },
        ({ pg }, t) => [pg.index('i').on(t.b.op('text_pattern_ops'), t.a.desc())],
      ],
      [
        'method without an order',
        { method: 'hash', orders: [null], nulls: [null] },
        ({ pg }, t) => [pg.index('i').using('hash', t.a.desc())],
      ],
      ['method', {}, ({ pg }, t) => [pg.index('i').using('btree', t.a)]],
      ['only', {}, ({ pg }, t) => [pg.index('i').onOnly(t.a)]],
      ['concurrently', {}, ({ pg }, t) => [pg.index('i').on(t.a).concurrently()]],
      [
        'storage parameters',
        { with: ['deduplicate_items=false', 'fillfactor=70'] },
        ({ pg }, t) => [pg.index('i').on(t.a).with({ fillfactor: 70, deduplicate_items: false })],
      ],
      [
        'condition',
        { where: sees('"a" > 5 and "B" <> \'O\'\'Brien\'') },
        ({ pg, orm: { sql } }, t) => [
          pg
            .index('i')
            .on(t.a)
            .where(sql`${t.a} > ${5} and ${t.b} <> ${"O'Brien"}`),
        ],
      ],
      [
        'condition with a date',
        { where: sees('"c" > \'2020-01-02T00:00:00.000Z\'') },
        ({ pg, orm: { gt } }, t) => [
          pg
            .index('i')
            .on(t.a)
            .where(gt(t.c, new Date('2020-01-02'))),
        ],
      ],
      [
        'expression',
        { ...on(null), expressions: [sees('lower("B")')], defaultOpclasses: [null] },
        ({ pg, orm: { sql } }, t) => [pg.index('i').on(sql`lower(${t.b})`)],
      ],
      [
        'expression with an order and an operator class',
        {
          ...on(null, 'a'),
          expressions: [sees('lower("B")'), null],
          opclasses: ['text_pattern_ops', null],
          defaultOpclasses: [null, true],
          collations: ['pg_catalog."C"', null],
          orders: ['desc', 'asc'],
          nulls: ['first', 'last'],
        },
        ({ pg, orm: { sql } }, t) => [
          pg.index('i').on(sql`lower(${t.b}) collate "C" text_pattern_ops desc`, t.a),
        ],
      ],
      [
        'column in SQL',
        { ...on('B'), orders: ['desc'], nulls: ['first'] },
        ({ pg, orm }, t) => [pg.index('i').on(orm.desc(t.b))],
      ],
      [
        'collation with a namespace',
        { ...on('B'), collations: ['app."de-x"'] },
        ({ pg, orm: { sql } }, t) => [pg.index('i').on(sql`${t.b} collate app."de-x"`)],
      ],
      [
        'collations without one, which are Postgres’ own or beside the table',
        {
          ...on('B', 'B', 'B', 'B'),
          expressions: [null, null, null, null],
          defaultOpclasses: [true, true, true, true],
          collations: [
            'pg_catalog."de-x-icu"',
            'pg_catalog."en_US.utf8"',
            'pg_catalog.unicode',
            'public.german',
          ],
          orders: ['asc', 'asc', 'asc', 'asc'],
          nulls: ['last', 'last', 'last', 'last'],
        },
        ({ pg, orm: { sql } }, t) => [
          pg
            .index('i')
            .on(
              sql`${t.b} collate "de-x-icu"`,
              sql`${t.b} collate "en_US.utf8"`,
              sql`${t.b} collate unicode`,
              sql`${t.b} collate German`,
            ),
        ],
      ],
    ],
    '%s',
    (drizzle, _, said, indexes) => {
      expect(indexesOf(drizzle, indexes).map(({ facts }) => facts)).toEqual([{ ...PLAIN, ...said }]);
    },
  );
});

describe('the name of an index without one', () => {
  withEach('is made of its columns', (drizzle) => {
    const [index] = indexesOf(drizzle, ({ pg }, t) => [pg.index().on(t.b, t.a)]);
    expect(index).toMatchObject({ name: 't_B_a_index', named: false });
  });

  withEach('cannot be made of an expression', (drizzle) => {
    const indexes: Indexes = ({ pg, orm: { sql } }, t) => [pg.uniqueIndex().on(t.a, sql`lower(${t.b})`)];
    expect(refusalOf(() => indexesOf(drizzle, indexes))).toMatchObject({
      code: 'parity/index-name',
      what: 'an index of public.t on an expression has no name',
    });
  });
});

withEach('what one index says of a column is not said by another', (drizzle) => {
  const found = indexesOf(drizzle, ({ pg }, t) => {
    const unused = t.a.desc();
    return [
      pg.index('only').onOnly(t.a),
      pg.index('turned').on(t.a.desc().nullsFirst()),
      pg.index('plain').on(t.a),
      pg.index('both').on(t.a, t.a.desc()),
      pg.index('used').on(unused),
    ];
  });
  expect(found.map(({ name, facts }) => [name, facts.orders, facts.nulls])).toEqual([
    ['only', ['asc'], ['last']],
    ['turned', ['desc'], ['first']],
    ['plain', ['asc'], ['last']],
    ['both', ['asc', 'desc'], ['last', 'last']],
    ['used', ['desc'], ['last']],
  ]);
});

test('1.0 takes columns that are not of the parameter; 0.45 cannot', () => {
  const read = ({ pg }: Drizzle) => {
    const t = pg.pgTable('t', { a: pg.integer() }, (): never[] => [pg.index('i').on(t.a as never) as never]);
    return readDeclared({ schema: { t } }).objects.find(({ kind }) => kind === 'index')?.facts;
  };
  expect(read(NEW)).toEqual(PLAIN);
  expect(refusalOf(() => read(OLD))).toMatchObject({
    code: 'parity/extra-config',
    what: expect.stringMatching(/^the keys and indexes of public\.t cannot be read: /) as unknown,
  });
});
