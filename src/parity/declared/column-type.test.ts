import { forEach, nextPg, NEW, OLD, refusalOf } from '../../../tests/parity/drizzle-versions.ts';
import type { Drizzle } from '../../../tests/parity/drizzle-versions.ts';
import type { DeclaredFact } from './model.ts';
import { readDeclared } from './read.ts';

type Pg = Drizzle['pg'];

function typeOf(drizzle: Drizzle, build: (pg: Pg) => unknown): DeclaredFact | undefined {
  const columns = { c: build(drizzle.pg) } as never;
  const { objects } = readDeclared({ schema: { t: drizzle.pg.pgTable('t', columns) } });
  return objects.find(({ kind }) => kind === 'column')?.facts.type;
}

const CASES: readonly (readonly [string, (pg: Pg) => unknown])[] = [
  ['smallint', (pg) => pg.smallint()],
  ['integer', (pg) => pg.integer()],
  ['bigint', (pg) => pg.bigint({ mode: 'number' })],
  ['bigint', (pg) => pg.bigint({ mode: 'bigint' })],
  ['bigint', (pg) => pg.bigint({ mode: 'string' as 'bigint' })],
  ['integer', (pg) => pg.serial()],
  ['smallint', (pg) => pg.smallserial()],
  ['bigint', (pg) => pg.bigserial({ mode: 'number' })],
  ['bigint', (pg) => pg.bigserial({ mode: 'bigint' })],
  ['boolean', (pg) => pg.boolean()],
  ['text', (pg) => pg.text()],
  ['varchar', (pg) => pg.varchar()],
  ['varchar(255)', (pg) => pg.varchar({ length: 255 })],
  ['char', (pg) => pg.char()],
  ['char(10)', (pg) => pg.char({ length: 10 })],
  ['numeric', (pg) => pg.numeric()],
  ['numeric(10)', (pg) => pg.numeric({ precision: 10 })],
  ['numeric(10, 2)', (pg) => pg.decimal({ precision: 10, scale: 2 })],
  ['numeric(2, -3)', (pg) => pg.numeric({ precision: 2, scale: -3, mode: 'number' })],
  ['numeric', (pg) => pg.numeric({ mode: 'bigint' })],
  ['real', (pg) => pg.real()],
  ['double precision', (pg) => pg.doublePrecision()],
  ['json', (pg) => pg.json()],
  ['jsonb', (pg) => pg.jsonb()],
  ['uuid', (pg) => pg.uuid()],
  ['date', (pg) => pg.date()],
  ['date', (pg) => pg.date({ mode: 'date' })],
  ['time', (pg) => pg.time()],
  ['time(3) with time zone', (pg) => pg.time({ precision: 3, withTimezone: true })],
  ['timestamp', (pg) => pg.timestamp()],
  ['timestamp (3) with time zone', (pg) => pg.timestamp({ precision: 3, withTimezone: true })],
  ['timestamp(0)', (pg) => pg.timestamp({ precision: 0, mode: 'string' })],
  ['interval', (pg) => pg.interval()],
  ['interval day to second(3)', (pg) => pg.interval({ fields: 'day to second', precision: 3 })],
  ['inet', (pg) => pg.inet()],
  ['cidr', (pg) => pg.cidr()],
  ['macaddr', (pg) => pg.macaddr()],
  ['macaddr8', (pg) => pg.macaddr8()],
  ['point', (pg) => pg.point()],
  ['point', (pg) => pg.point({ mode: 'xy' })],
  ['line', (pg) => pg.line()],
  ['line', (pg) => pg.line({ mode: 'abc' })],
  ['bit(3)', (pg) => pg.bit({ dimensions: 3 })],
  ['vector(3)', (pg) => pg.vector({ dimensions: 3 })],
  ['halfvec(4)', (pg) => pg.halfvec({ dimensions: 4 })],
  ['sparsevec(5)', (pg) => pg.sparsevec({ dimensions: 5 })],
  ['citext', (pg) => pg.customType<{ data: string }>({ dataType: () => 'citext' })()],
  ['ext."Odd Type"(3)', (pg) => pg.customType<{ data: string }>({ dataType: () => ' ext."Odd Type"(3) ' })()],
  ['integer', (pg) => pg.customType<{ data: number }>({ dataType: () => 'SERIAL4' })()],
  ['text[]', (pg) => pg.text().array()],
  ['numeric(10, 2)[]', (pg) => pg.numeric({ precision: 10, scale: 2 }).array()],
  ['vector(3)[]', (pg) => pg.vector({ dimensions: 3 }).array()],
  ['sparsevec(3)[]', (pg) => pg.sparsevec({ dimensions: 3 }).array()],
];

describe('the type of a column is what its builder says', () => {
  forEach(CASES, '%s', (drizzle, type, build) => {
    expect(typeOf(drizzle, build)).toEqual({ type });
  });
});

describe('arrays of arrays', () => {
  test.each<[string, Drizzle, (pg: Pg) => unknown]>([
    ['integer[][]', OLD, (pg) => pg.integer().array().array()],
    ['integer[3][4]', OLD, (pg) => pg.integer().array(3).array(4)],
    ['integer[][]', NEW, () => nextPg.integer().array('[][]')],
  ])('%s', (type, drizzle, build) => {
    expect(typeOf(drizzle, build)).toEqual({ type });
  });
});

describe('what only one version has', () => {
  test.each<[string, Drizzle, (pg: Pg) => unknown]>([
    ['bytea', NEW, () => nextPg.bytea()],
    ['geometry(point)', OLD, (pg) => pg.geometry({ type: 'point', srid: 4326 })],
    ['geometry(point,4326)', NEW, (pg) => pg.geometry({ type: 'point', mode: 'xy', srid: 4326 })],
  ])('%s', (type, drizzle, build) => {
    expect(typeOf(drizzle, build)).toEqual({ type });
  });
});

describe('an enum', () => {
  const ENUM = { kind: 'enum', schema: 'public', name: 'mood' };
  const FAR = { kind: 'enum', schema: 'Far "Away"', name: 'Mood 2' };
  const far = (pg: Pg) => pg.pgSchema('Far "Away"').enum('Mood 2', ['a']);
  forEach<[string, object, (pg: Pg) => unknown]>(
    [
      ['"public"."mood"', ENUM, (pg: Pg) => pg.pgEnum('mood', ['sad', 'ok'])()],
      ['"public"."mood"', ENUM, (pg: Pg) => pg.pgEnum('mood', { Sad: 'sad' })()],
      ['"public"."mood"[]', ENUM, (pg: Pg) => pg.pgEnum('mood', ['sad'])().array()],
      ['"Far ""Away"""."Mood 2"', FAR, (pg: Pg) => far(pg)()],
      ['"Far ""Away"""."Mood 2"[]', FAR, (pg: Pg) => far(pg)().array()],
    ],
    'is named in full: %s',
    (drizzle, type, of, build) => {
      expect(typeOf(drizzle, build)).toEqual({ type, enum: of });
    },
  );
});

describe('a type that Postgres could not read is refused', () => {
  const NONE = 't.c has no type that Postgres could read';
  forEach<[string, (pg: Pg) => unknown]>(
    [
      [`${NONE}: bit(undefined)`, (pg: Pg) => pg.bit({} as never)],
      [`${NONE}: vector(undefined)`, (pg: Pg) => pg.vector({} as never)],
      [`${NONE}: serial[]`, (pg: Pg) => pg.serial().array()],
      [NONE, (pg: Pg) => pg.customType<{ data: string }>({ dataType: () => undefined as never })()],
    ],
    '%s',
    (drizzle, message, build) => {
      expect(refusalOf(() => typeOf(drizzle, build))).toMatchObject({
        code: 'parity/column-type',
        what: message,
      });
    },
  );

  test('also an array with a size, which 1.0 does not know', () => {
    expect(refusalOf(() => typeOf(NEW, (pg) => pg.integer().array(3)))).toMatchObject({
      code: 'parity/column-type',
      what: `${NONE}: integer`,
    });
  });
});
