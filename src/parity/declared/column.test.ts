import { forEach, withEach, refusalOf } from '../../../tests/parity/drizzle-versions.ts';
import type { Drizzle } from '../../../tests/parity/drizzle-versions.ts';
import type { SQL } from 'drizzle-orm';
import type { DeclaredObject } from './model.ts';
import { readDeclared } from './read.ts';

type Build = (drizzle: Drizzle) => unknown;

function columnOf(drizzle: Drizzle, build: Build): DeclaredObject | undefined {
  const columns = { theKey: build(drizzle) } as never;
  const { objects } = readDeclared({ schema: { rows: drizzle.pg.pgTable('t', columns) } });
  return objects.find(({ kind }) => kind === 'column');
}

const PLAIN = { generated: null, generation: null, identity: null, collation: null };
const NOT_NULL = { nullable: false, notNullValidated: true };

withEach('a plain column, whole', (drizzle) => {
  expect(columnOf(drizzle, ({ pg }) => pg.text('the_name'))).toEqual({
    kind: 'column',
    schema: 'public',
    parent: 't',
    name: 'the_name',
    named: true,
    existing: false,
    facts: { type: { type: 'text' }, nullable: true, default: null, ...PLAIN },
    origin: { exported: 'rows', property: 'theKey' },
  });
});

withEach('a key is the name of a column that has none', (drizzle) => {
  expect(columnOf(drizzle, ({ pg }) => pg.text())?.name).toBe('theKey');
});

describe('not null', () => {
  forEach<[string, Build]>(
    [
      ['.notNull()', ({ pg }: Drizzle) => pg.text().notNull()],
      ['.primaryKey()', ({ pg }: Drizzle) => pg.text().primaryKey()],
    ],
    '%s',
    (drizzle, _, build) => {
      expect(columnOf(drizzle, build)?.facts).toEqual({
        type: { type: 'text' },
        default: null,
        ...NOT_NULL,
        ...PLAIN,
      });
    },
  );

  withEach('as part of a primary key of the table', (drizzle) => {
    const { integer, pgTable } = drizzle.pg;
    const t = pgTable('t', { a: integer(), b: integer(), c: integer() }, (columns) => [
      drizzle.pg.primaryKey({ columns: [columns.b, columns.a] }),
    ]);
    const { objects } = readDeclared({ schema: { t } });
    const nullable = objects
      .filter(({ kind }) => kind === 'column')
      .map(({ name, facts }) => [name, facts.nullable]);
    expect(nullable).toEqual([
      ['a', false],
      ['b', false],
      ['c', true],
    ]);
  });
});

const UP = { sequenceIncrement: '1', sequenceCache: '1', sequenceCycle: false };
const OF_INTEGER = {
  sequenceType: 'integer',
  sequenceStart: '1',
  sequenceMin: '1',
  sequenceMax: '2147483647',
  ...UP,
};
const OF_SMALLINT = { ...OF_INTEGER, sequenceType: 'smallint', sequenceMax: '32767' };
const OF_BIGINT = { ...OF_INTEGER, sequenceType: 'bigint', sequenceMax: '9223372036854775807' };

describe('serial columns are integers with a sequence, and nothing is said of their default', () => {
  forEach<[string, object, Build]>(
    [
      ['smallint', OF_SMALLINT, ({ pg }: Drizzle) => pg.smallserial()],
      ['integer', OF_INTEGER, ({ pg }: Drizzle) => pg.serial()],
      ['bigint', OF_BIGINT, ({ pg }: Drizzle) => pg.bigserial({ mode: 'number' })],
      ['bigint', OF_BIGINT, ({ pg }: Drizzle) => pg.bigserial({ mode: 'bigint' })],
    ],
    '%s',
    (drizzle, type, sequence, build) => {
      expect(columnOf(drizzle, build)?.facts).toEqual({
        type: { type },
        ...NOT_NULL,
        ...PLAIN,
        serial: true,
        ...sequence,
      });
    },
  );
});

const DOWN = { startWith: -5, increment: -1 };
describe('identity columns', () => {
  forEach<[string, string, object, Build]>(
    [
      ['always', 'integer', OF_INTEGER, ({ pg }: Drizzle) => pg.integer().generatedAlwaysAsIdentity()],
      [
        'by default',
        'smallint',
        OF_SMALLINT,
        ({ pg }: Drizzle) => pg.smallint().generatedByDefaultAsIdentity(),
      ],
      [
        'always',
        'bigint',
        OF_BIGINT,
        ({ pg }: Drizzle) => pg.bigint({ mode: 'bigint' }).generatedAlwaysAsIdentity({}),
      ],
      [
        'by default',
        'bigint',
        {
          sequenceName: ['public', 'ids'],
          sequenceType: 'bigint',
          sequenceStart: '100',
          sequenceIncrement: '10',
          sequenceMin: '-5',
          sequenceMax: '9007199254740993',
          sequenceCache: '20',
          sequenceCycle: true,
        },
        ({ pg }: Drizzle) =>
          pg.bigint({ mode: 'number' }).generatedByDefaultAsIdentity({
            name: 'ids',
            startWith: 100,
            increment: '10',
            minValue: -5,
            maxValue: '9007199254740993',
            cache: 20,
            cycle: true,
          }),
      ],
      [
        'always',
        'integer',
        {
          sequenceType: 'integer',
          sequenceStart: '-5',
          sequenceIncrement: '-1',
          sequenceMax: '-1',
          sequenceCache: '1',
          sequenceCycle: false,
        },
        ({ pg }: Drizzle) => pg.integer().generatedAlwaysAsIdentity(DOWN),
      ],
    ],
    '%s as %s',
    (drizzle, identity, type, sequence, build) => {
      expect(columnOf(drizzle, build)?.facts).toEqual({
        type: { type },
        default: null,
        ...NOT_NULL,
        ...PLAIN,
        identity,
        ...sequence,
      });
    },
  );

  withEach('their sequence lives where the table does', (drizzle) => {
    const t = drizzle.pg.pgSchema('app').table('t', {
      id: drizzle.pg.integer().generatedAlwaysAsIdentity({ name: 'x'.repeat(70) }),
    });
    const column = readDeclared({ schema: { t } }).objects.find(({ kind }) => kind === 'column');
    expect(column?.facts.sequenceName).toEqual(['app', 'x'.repeat(63)]);
  });
});

describe('generated columns', () => {
  forEach<[string, Build]>(
    [
      ["'it''s'", ({ pg, orm: { sql } }: Drizzle) => pg.text().generatedAlwaysAs(sql`${"it's"}`)],
      ['upper(name)', ({ pg, orm: { sql } }: Drizzle) => pg.text().generatedAlwaysAs(() => sql`upper(name)`)],
      // Drizzle documents that a text is SQL.
      ["a || 'x'", ({ pg }: Drizzle) => pg.text().generatedAlwaysAs("a || 'x'")],
      ['5', ({ pg }: Drizzle) => pg.integer().generatedAlwaysAs(5)],
    ],
    '%s',
    (drizzle, expression, build) => {
      expect(columnOf(drizzle, build)?.facts).toMatchObject({
        nullable: true,
        default: null,
        generated: 'stored',
        generation: { expression, sees: 'columns' },
        identity: null,
      });
    },
  );

  withEach('name their columns without the table', (drizzle) => {
    const { integer, pgSchema } = drizzle.pg;
    const { sql } = drizzle.orm;
    const t = pgSchema('app').table('t', {
      a: integer('A "a"'),
      b: integer().generatedAlwaysAs((): SQL => sql`${t.a} * 2`),
    });
    const column = readDeclared({ schema: { t } }).objects.find(({ name }) => name === 'b');
    expect(column?.facts.generation).toEqual({ expression: '"A ""a""" * 2', sees: 'columns' });
  });

  withEach('whose function throws are refused', (drizzle) => {
    const fails = () => {
      throw new Error('not yet');
    };
    expect(refusalOf(() => columnOf(drizzle, ({ pg }) => pg.text().generatedAlwaysAs(fails)))).toMatchObject({
      code: 'parity/sql-value',
      what: 'the generated column rows.theKey cannot be written down: not yet',
    });
  });
});

describe('the values of a text column', () => {
  forEach<[string, readonly string[] | undefined, Build]>(
    [
      ['text', ['a', 'b'], ({ pg }: Drizzle) => pg.text({ enum: ['a', 'b'] })],
      ['varchar', ['a'], ({ pg }: Drizzle) => pg.varchar({ length: 5, enum: ['a'] })],
      ['char', ['a'], ({ pg }: Drizzle) => pg.char({ enum: ['a'] })],
      ['no values', undefined, ({ pg }: Drizzle) => pg.text()],
      ['an array', undefined, ({ pg }: Drizzle) => pg.text({ enum: ['a'] }).array()],
      ['an enum', undefined, ({ pg }: Drizzle) => pg.pgEnum('e', ['a'])()],
    ],
    '%s',
    (drizzle, _, values, build) => {
      expect(columnOf(drizzle, build)?.values).toEqual(values);
    },
  );
});

describe('a column that is filled in two ways is refused', () => {
  forEach<[string, Build]>(
    [
      ['a default and a serial type', ({ pg }: Drizzle) => pg.serial().default(5)],
      ['a default and an identity', ({ pg }: Drizzle) => pg.integer().default(5).generatedAlwaysAsIdentity()],
      [
        'a default and a generated value',
        ({ pg, orm }: Drizzle) =>
          pg
            .text()
            .default('x')
            .generatedAlwaysAs(orm.sql`1`),
      ],
    ],
    '%s',
    (drizzle, given, build) => {
      expect(refusalOf(() => columnOf(drizzle, build))).toMatchObject({
        code: 'parity/column-values',
        what: `rows.theKey has ${given}`,
      });
    },
  );
});

describe('an option of a sequence that Postgres would not take is refused', () => {
  forEach<[string, object]>(
    [
      ['a fraction', { startWith: 1.5 }],
      ['no number', { maxValue: 'many' }],
      ['no step', { increment: 0 }],
    ],
    '%s',
    (drizzle, _, options) => {
      expect(
        refusalOf(() => columnOf(drizzle, ({ pg }) => pg.integer().generatedAlwaysAsIdentity(options))),
      ).toMatchObject({
        code: 'parity/sequence-option',
        what: expect.stringMatching(/^an option of the sequence of rows.theKey /) as unknown,
      });
    },
  );
});
