import { forEach, nextPg, NEW, OLD, withEach, refusalOf } from '../../../tests/parity/drizzle-versions.ts';
import type { Drizzle } from '../../../tests/parity/drizzle-versions.ts';
import type { DeclaredFact } from './model.ts';
import { readDeclared } from './read.ts';

type Build = (drizzle: Drizzle) => unknown;

function defaultOf(drizzle: Drizzle, build: Build): DeclaredFact | undefined {
  const columns = { c: build(drizzle) } as never;
  const { objects } = readDeclared({ schema: { t: drizzle.pg.pgTable('t', columns) } });
  return objects.find(({ kind }) => kind === 'column')?.facts.default;
}

const DAY = new Date('2020-01-02T03:04:05.678Z');
const HARD = ["it's", 'q"q', 'b\\s', 'NULL', '', 'a b', '{c}', 'x,y'];
const mood = ({ pg }: Drizzle) => pg.pgEnum('mood', ['a', "it's"]);
const bytes = ({ pg }: Drizzle) => pg.customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

const LITERALS: readonly (readonly [string, Build])[] = [
  ['5', ({ pg }) => pg.integer().default(5)],
  ['-5', ({ pg }) => pg.integer().default(-5)],
  ['0', ({ pg }) => pg.smallint().default(0)],
  ['9007199254740991', ({ pg }) => pg.bigint({ mode: 'number' }).default(9007199254740991)],
  ['-9223372036854775808', ({ pg }) => pg.bigint({ mode: 'bigint' }).default(-9223372036854775808n)],
  ['1e-7', ({ pg }) => pg.doublePrecision().default(1e-7)],
  ['1e+21', ({ pg }) => pg.doublePrecision().default(1e21)],
  ["'NaN'", ({ pg }) => pg.real().default(NaN)],
  ["'-Infinity'", ({ pg }) => pg.doublePrecision().default(-Infinity)],
  ["'1.50'", ({ pg }) => pg.numeric().default('1.50')],
  ["'10.5'", ({ pg }) => pg.numeric({ mode: 'number' }).default(10.5)],
  ["'10'", ({ pg }) => pg.numeric({ mode: 'bigint' }).default(10n)],
  ['true', ({ pg }) => pg.boolean().default(true)],
  ["'hello'", ({ pg }) => pg.text().default('hello')],
  ["'it''s'", ({ pg }) => pg.text().default("it's")],
  ["''", ({ pg }) => pg.text().default('')],
  ["E'back\\\\slash'", ({ pg }) => pg.text().default('back\\slash')],
  ["'a\nb'", ({ pg }) => pg.text().default('a\nb')],
  ["'now()'", ({ pg }) => pg.text().default('now()')],
  ["'2020-01-02T03:04:05.678Z'", ({ pg }) => pg.timestamp().default(DAY)],
  ["'2020-01-02T03:04:05.678Z'", ({ pg }) => pg.timestamp({ withTimezone: true }).default(DAY)],
  ["'2020-01-02 03:04:05'", ({ pg }) => pg.timestamp({ mode: 'string' }).default('2020-01-02 03:04:05')],
  ["'2020-01-02T03:04:05.678Z'", ({ pg }) => pg.date({ mode: 'date' }).default(DAY)],
  ["'2020-01-02'", ({ pg }) => pg.date().default('2020-01-02')],
  ["'24 hours'", ({ pg }) => pg.interval().default('24 hours')],
  ['\'{"a":1,"b":"it\'\'s"}\'', ({ pg }) => pg.jsonb().default({ a: 1, b: "it's" })],
  ['\'"str"\'', ({ pg }) => pg.jsonb().default('str')],
  ["'5'", ({ pg }) => pg.json().default(5)],
  ["'false'", ({ pg }) => pg.jsonb().default(false)],
  ["'[]'", ({ pg }) => pg.jsonb().default([])],
  ['\'{"d":"2020-01-02T03:04:05.678Z"}\'', ({ pg }) => pg.jsonb().default({ d: DAY })],
  ["'it''s'", (drizzle) => mood(drizzle)().default("it's")],
  ["'(1,2)'", ({ pg }) => pg.point().default([1, 2])],
  ["'(1,2)'", ({ pg }) => pg.point({ mode: 'xy' }).default({ x: 1, y: 2 })],
  ["'{1,2,3}'", ({ pg }) => pg.line().default([1, 2, 3])],
  ["'{1,2,3}'", ({ pg }) => pg.line({ mode: 'abc' }).default({ a: 1, b: 2, c: 3 })],
  ["'[1,2,3]'", ({ pg }) => pg.vector({ dimensions: 3 }).default([1, 2, 3])],
  ["'101'", ({ pg }) => pg.bit({ dimensions: 3 }).default('101')],
  ["E'\\\\x01ff'", (drizzle) => bytes(drizzle)().default(Buffer.from([1, 255]))],
  ["E'\\\\x01'", (drizzle) => bytes(drizzle)().default(new Uint8Array([0, 1, 2]).subarray(1, 2))],
];

describe('a value is written as Postgres reads it', () => {
  forEach(LITERALS, '%s', (drizzle, expression, build) => {
    expect(defaultOf(drizzle, build)).toEqual({ expression, sees: 'nothing' });
  });
});

const ARRAYS: readonly (readonly [string, Build])[] = [
  ["'{}'", ({ pg }) => pg.text().array().default([])],
  ['\'{"a","b"}\'', ({ pg }) => pg.text().array().default(['a', 'b'])],
  [
    'E\'{"it\'\'s","q\\\\"q","b\\\\\\\\s","NULL","","a b","{c}","x,y"}\'',
    ({ pg }) => pg.text().array().default(HARD),
  ],
  [
    '\'{"a",NULL}\'',
    ({ pg }) =>
      pg
        .text()
        .array()
        .default(['a', null as never]),
  ],
  ["'{1,2}'", ({ pg }) => pg.integer().array().default([1, 2])],
  ["'{NaN,1.5}'", ({ pg }) => pg.real().array().default([NaN, 1.5])],
  ["'{true,false}'", ({ pg }) => pg.boolean().array().default([true, false])],
  ["'{1}'", ({ pg }) => pg.bigint({ mode: 'bigint' }).array().default([1n])],
  ['\'{"2020-01-02T03:04:05.678Z"}\'', ({ pg }) => pg.timestamp().array().default([DAY])],
  [
    '\'{"(1,2)"}\'',
    ({ pg }) =>
      pg
        .point()
        .array()
        .default([[1, 2]]),
  ],
  [
    'E\'{"{\\\\"a\\\\":1}","[1]"}\'',
    ({ pg }) =>
      pg
        .jsonb()
        .array()
        .default([{ a: 1 }, [1]]),
  ],
  [
    'E\'{"\\\\\\\\x01ff"}\'',
    (drizzle) =>
      bytes(drizzle)()
        .array()
        .default([Buffer.from([1, 255])]),
  ],
  ["'{\"it''s\"}'", (drizzle) => mood(drizzle)().array().default(["it's"])],
];

describe('an array is written element by element', () => {
  forEach(ARRAYS, '%s', (drizzle, expression, build) => {
    expect(defaultOf(drizzle, build)).toEqual({ expression, sees: 'nothing' });
  });

  test.each<[string, Drizzle, Build]>([
    [
      "'{{1,2},{3,4}}'",
      OLD,
      ({ pg }) =>
        pg
          .integer()
          .array()
          .array()
          .default([
            [1, 2],
            [3, 4],
          ]),
    ],
    [
      'E\'{{"{\\\\"a\\\\":1}"}}\'',
      OLD,
      ({ pg }) =>
        pg
          .jsonb()
          .array()
          .array()
          .default([[{ a: 1 }]]),
    ],
    [
      "'{{1,2},{3,NULL}}'",
      NEW,
      () =>
        nextPg
          .integer()
          .array('[][]')
          .default([
            [1, 2],
            [3, null as never],
          ]),
    ],
    [
      'E\'{{"{\\\\"a\\\\":1}"}}\'',
      NEW,
      () =>
        nextPg
          .jsonb()
          .array('[][]')
          .default([[{ a: 1 }]]),
    ],
    ["E'\\\\x01ff'", NEW, () => nextPg.bytea().default(Buffer.from([1, 255]))],
  ])('%s in $name', (expression, drizzle, build) => {
    expect(defaultOf(drizzle, build)).toEqual({ expression, sees: 'nothing' });
  });
});

const EXPRESSIONS: readonly (readonly [string, Build])[] = [
  ['now()', ({ pg }) => pg.timestamp().defaultNow()],
  ['gen_random_uuid()', ({ pg }) => pg.uuid().defaultRandom()],
  ["'{}'::jsonb", ({ pg, orm: { sql } }) => pg.jsonb().default(sql`'{}'::jsonb`)],
  ['5 + 6', ({ pg, orm: { sql } }) => pg.integer().default(sql`${5} + ${6}`)],
  ['1-(-1)', ({ pg, orm: { sql } }) => pg.integer().default(sql`${1}-${-1}`)],
  ["lower('O''Brien')", ({ pg, orm: { sql } }) => pg.text().default(sql`lower(${"O'Brien"})`)],
  [
    '9007199254740993',
    ({ pg, orm: { sql } }) => pg.bigint({ mode: 'bigint' }).default(sql`${9007199254740993n}`),
  ],
  ["'2020-01-02T03:04:05.678Z'::date", ({ pg, orm: { sql } }) => pg.date().default(sql`${DAY}::date`)],
  ["'2020-01-02T03:04:05.678Z'", ({ pg, orm: { sql } }) => pg.date().default(sql`${DAY}`.inlineParams())],
  [
    '\'a\'::"public"."m""q"',
    ({ pg, orm: { sql } }) =>
      pg.text().default(sql`'a'::${sql.identifier('public')}.${sql.identifier('m"q')}`),
  ],
  ['\'a\'::"mood"', (drizzle) => mood(drizzle)().default(drizzle.orm.sql`'a'::${mood(drizzle)}`)],
  [
    "array['a', 'b']",
    ({ pg, orm: { sql } }) =>
      pg
        .text()
        .array()
        .default(sql`array[${sql.join([sql`${'a'}`, sql`${'b'}`], sql`, `)}]`),
  ],
  [
    '4::int + 1',
    ({ pg, orm: { sql } }) =>
      pg
        .customType<{ data: number }>({
          dataType: () => 'int',
          toDriver: (value) => sql`${value}::int + 1`,
        })()
        .default(4),
  ],
];

describe('SQL is written with constants in the place of parameters', () => {
  forEach(EXPRESSIONS, '%s', (drizzle, expression, build) => {
    expect(defaultOf(drizzle, build)).toEqual({ expression, sees: 'nothing' });
  });
});

describe('no default', () => {
  forEach<[string, Build]>(
    [
      ['none', ({ pg }: Drizzle) => pg.text()],
      ['null', ({ pg }: Drizzle) => pg.text().default(null as never)],
      ['null of a json column', ({ pg }: Drizzle) => pg.jsonb().default(null)],
      ['null in SQL', ({ pg, orm }: Drizzle) => pg.text().default(orm.sql` NULL `)],
      ['a function of the client', ({ pg }: Drizzle) => pg.text().$defaultFn(() => 'x')],
      ['an update function of the client', ({ pg }: Drizzle) => pg.text().$onUpdate(() => 'x')],
    ],
    '%s',
    (drizzle, _, build) => {
      expect(defaultOf(drizzle, build)).toBeNull();
    },
  );
});

describe('what has no form in SQL is refused', () => {
  forEach<[unknown, Build]>(
    [
      ['the default of t.c holds a function', ({ pg }: Drizzle) => pg.text().default((() => 'x') as never)],
      ['the default of t.c holds a symbol', ({ pg }: Drizzle) => pg.text().default(Symbol('x') as never)],
      [
        'the default of t.c holds a Placeholder',
        ({ pg, orm: { sql } }: Drizzle) => pg.text().default(sql`${sql.placeholder('x')}`),
      ],
      [
        'the default of t.c holds a PgSequence',
        ({ pg, orm: { sql } }: Drizzle) => pg.integer().default(sql`nextval(${pg.pgSequence('s')})`),
      ],
      ['the default of t.c holds no SQL', ({ pg, orm: { sql } }: Drizzle) => pg.text().default(sql``)],
      [
        'the default of t.c cannot be written down: Invalid time value',
        ({ pg }: Drizzle) => pg.timestamp().default(new Date(NaN)),
      ],
      [
        expect.stringMatching(/^the default of t.c holds something that JSON has no form for .*BigInt/),
        ({ pg }: Drizzle) => pg.jsonb().default({ a: 1n }),
      ],
    ],
    '%s',
    (drizzle, what, build) => {
      expect(refusalOf(() => defaultOf(drizzle, build))).toMatchObject({ code: 'parity/sql-value', what });
    },
  );
});

withEach('the schema is left as it was', (drizzle) => {
  const { sql } = drizzle.orm;
  const expression = sql`${DAY}::date`.inlineParams();
  const before = expression.queryChunks;
  defaultOf(drizzle, ({ pg }) => pg.date().default(expression));
  expect(expression.queryChunks).toBe(before);
  expect((expression as unknown as { shouldInlineParams: boolean }).shouldInlineParams).toBe(true);
});
