import { arrayDepth } from './array-depth.ts';
import { defaultOf } from './column-default.ts';
import { serialType, typeOfColumn, wordsBesideType } from './column-type.ts';
import type { ColumnWords } from './column-words.ts';
import type { DeclaredFact, DeclaredObject, Origin } from './model.ts';
import { cutName } from './names.ts';
import { expressionOf, nameOfColumn, placeOf } from './reading.ts';
import type { Reading } from './reading.ts';
import { sequenceFacts } from './sequence.ts';
import type { SequenceType } from './sequence.ts';
import type { Column } from './shapes.ts';

/** Where a column stands. */
export interface ColumnPlace {
  readonly schema: string;
  readonly table: string;
  /** Whether it is part of the table's primary key, whoever says so. */
  readonly isKey: boolean;
  readonly origin: Origin;
  readonly reading: Reading;
}

type Facts = Readonly<Record<string, DeclaredFact | undefined>>;

/** A column of a table. */
export function readColumn(column: Column, place: ColumnPlace): DeclaredObject {
  const { schema, table, isKey, origin, reading } = place;
  const serial = serialType(column);
  const identity = column.generatedIdentity;
  // Drizzle 0.45 forgets that a bigserial in bigint mode is never null.
  const words = wordsBesideType(column);
  const isCounted = serial !== undefined || identity !== undefined || words.identity !== undefined;
  const isNotNull = column.notNull || isKey || isCounted || words.notNull === true;
  const type = typeOfColumn(column, origin, reading);
  refuseTwoValues(column, words, place);
  const facts: Facts = {
    type,
    nullable: !isNotNull,
    ...(writtenValue(words, column, place) ?? valueFacts(column, place, serial)),
    collation: words.collation ?? null,
    ...(isNotNull && { notNullValidated: true }),
  };
  const values = isTextOfValues(column) ? column.enumValues : undefined;
  return {
    kind: 'column',
    schema,
    parent: table,
    name: nameOfColumn(column, reading),
    named: true,
    existing: false,
    facts: stated(facts),
    ...(values !== undefined && values.length > 0 && { values: [...values] }),
    origin,
  };
}

/** Facts without those on which nothing is said. */
export function stated(facts: Facts): Readonly<Record<string, DeclaredFact>> {
  const said: Record<string, DeclaredFact> = {};
  // Without a list of pairs, which would take longer than the rest of a column.
  for (const name in facts) {
    const fact = facts[name];
    if (fact !== undefined) said[name] = fact;
  }
  return said;
}

function isTextOfValues(column: Column): boolean {
  return column.enum === undefined && arrayDepth(column) === 0;
}

const NO_VALUE = { generated: null, generation: null, identity: null };

/** Where its values come from when the text of its type says so. */
function writtenValue(
  { generation, identity, default: given }: Omit<ColumnWords, 'type'>,
  column: Column,
  place: ColumnPlace,
): Facts | undefined {
  if (identity !== undefined)
    return { default: null, ...NO_VALUE, identity, ...sequenceOf(column, place, integerOf(column, place)) };
  if (generation !== undefined) {
    const { expression, isStored } = generation;
    return {
      default: null,
      generated: isStored ? 'stored' : 'virtual',
      generation: { expression, sees: 'columns' },
      identity: null,
    };
  }
  if (given === undefined) return undefined;
  const isNull = given.toLowerCase() === 'null';
  return { default: isNull ? null : { expression: given, sees: 'nothing' }, ...NO_VALUE };
}

/** Where the values of a column come from when a row gives none. */
function valueFacts(column: Column, place: ColumnPlace, serial: SequenceType | undefined): Facts {
  const { origin, reading } = place;
  const none = NO_VALUE;
  if (serial !== undefined) return { ...none, serial: true, ...sequenceOf(column, place, serial) };
  if (column.generatedIdentity !== undefined) {
    const kind = column.generatedIdentity.type === 'byDefault' ? 'by default' : 'always';
    return { default: null, ...none, identity: kind, ...sequenceOf(column, place, integerOf(column, place)) };
  }
  if (column.generated !== undefined) {
    const { as, mode } = column.generated;
    const generation = expressionOf(as, {
      sees: 'columns',
      place: `the generated column ${placeOf(origin)}`,
      reading,
      // Drizzle documents that a text is SQL here: generatedAlwaysAs(`a || b`).
      raw: true,
    });
    return {
      default: null,
      generated: mode === 'virtual' ? 'virtual' : 'stored',
      generation,
      identity: null,
    };
  }
  return { default: defaultOf(column, `the default of ${placeOf(origin)}`, reading), ...none };
}

const INTEGERS: Readonly<Record<string, SequenceType>> = {
  smallint: 'smallint',
  int2: 'smallint',
  bigint: 'bigint',
  int8: 'bigint',
};

function integerOf(column: Column, { origin, reading }: ColumnPlace): SequenceType {
  const { type = '' } = typeOfColumn(column, origin, reading) ?? {};
  return INTEGERS[type.toLowerCase()] ?? 'integer';
}

/** The sequence behind a serial or an identity column. */
function sequenceOf(column: Column, place: ColumnPlace, type: SequenceType): Facts {
  const { schema, origin, reading } = place;
  const { sequenceName, sequenceOptions = {} } = column.generatedIdentity ?? {};
  const facts = sequenceFacts(sequenceOptions, type, {
    place: `the sequence of ${placeOf(origin)}`,
    reading,
  });
  return {
    ...(sequenceName !== undefined && { sequenceName: [schema, cutName(sequenceName)] }),
    sequenceType: type,
    sequenceStart: facts?.start,
    sequenceIncrement: facts?.increment,
    sequenceMin: facts?.min,
    sequenceMax: facts?.max,
    sequenceCache: facts?.cache,
    sequenceCycle: facts?.cycle,
  };
}

/** Postgres takes one of them for a column. */
function refuseTwoValues(
  column: Column,
  words: Omit<ColumnWords, 'type'>,
  { origin, reading }: ColumnPlace,
): void {
  const given = [
    ...(column.default === undefined || column.default === null ? [] : ['a default']),
    ...(column.generated === undefined ? [] : ['a generated value']),
    ...(column.generatedIdentity === undefined ? [] : ['an identity']),
    ...(serialType(column) === undefined ? [] : ['a serial type']),
    ...(words.default === undefined ? [] : ['a default in its type']),
    ...(words.generation === undefined ? [] : ['a generated value in its type']),
    ...(words.identity === undefined ? [] : ['an identity in its type']),
  ];
  if (given.length < 2) return;
  reading.mistakes.push({
    code: 'parity/column-values',
    what: `${placeOf(origin)} has ${given.join(' and ')}`,
    why: 'Postgres fills a column in one way only',
    fix: 'keep one of them',
  });
}
