import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { columnSequence } from '../../render/column-sequence.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { nameOf, ownerOf, qualified } from '../../render/names.ts';
import { createSequence } from '../../render/sequence.ts';
import type { Sides } from '../sides.ts';
import { alterOptions, counterOptions } from './sequence-options.ts';

/** The sequence that a column counts with: one that it owns, or that its default takes the next value of. */
export function ownSequenceOf(column: CatalogObject, { inDatabase }: Sides): CatalogObject | undefined {
  const owner = [column.schema, column.parent, column.name].join('\0');
  const sequences = inDatabase.of('sequence');
  const used = sequenceIn(textFact(column, 'default'));
  return (
    sequences.find((one) => textsFact(one, 'ownedBy').join('\0') === owner) ??
    sequences.find(({ schema, name }) => used?.length === 2 && schema === used[0] && name === used[1])
  );
}

/** The name in `nextval('…'::regclass)`. */
function sequenceIn(value: string | undefined): readonly (string | undefined)[] | undefined {
  const [call, , name] = sqlTokens(value ?? '');
  if (call?.text !== 'nextval' || name?.kind !== 'text') return undefined;
  const inside = sqlTokens(name.text.slice(1, -1).replaceAll("''", "'"));
  return inside.filter(({ text }) => text !== '.').map(nameOfToken);
}

/** Gives a column the sequence of a serial one. */
export function makeSerial(wanted: CatalogObject, live: CatalogObject, sides: Sides): readonly string[] {
  const found = ownSequenceOf(live, sides);
  const kept = live.facts.identity === null ? found : undefined;
  const sequence = kept ?? sequenceOf(wanted);
  const [column, owner] = [quoteIdentifier(live.name), ownerOf(live)];
  const options =
    kept === undefined ? undefined : alterOptions(nameOf(kept), counterOptions(wanted), kept.facts);
  return [
    ...(kept === undefined ? createSequence(sequence) : []),
    ...(options === undefined ? [] : [options]),
    `ALTER TABLE ${owner} ALTER COLUMN ${column} SET DEFAULT nextval(${quoteLiteral(nameOf(sequence)).trim()})`,
    `ALTER SEQUENCE ${nameOf(sequence)} OWNED BY ${qualified([live.schema, live.parent, live.name])}`,
    ...(kept === undefined ? [goOn(wanted, live, quoteLiteral(nameOf(sequence)).trim())] : []),
  ];
}

/** Makes an identity of a column that is not null and has no default. */
export function makeIdentity(wanted: CatalogObject, live: CatalogObject): readonly string[] {
  const clause = columnSequence(wanted)?.clause.join(' ') ?? '';
  return [
    `ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${quoteIdentifier(live.name)} ADD ${clause}`,
    goOnBehind(wanted, live),
  ];
}

/** Lets the sequence of a column, which is its own, go on behind what rows hold. */
export function goOnBehind(wanted: CatalogObject, live: CatalogObject): string {
  const [table, column] = [ownerOf(live), live.name].map((name) => quoteLiteral(name).trim());
  return goOn(wanted, live, `pg_get_serial_sequence(${table ?? ''}, ${column ?? ''})`);
}

/** A new sequence must not give out again what rows hold already. */
function goOn(wanted: CatalogObject, live: CatalogObject, sequence: string): string {
  const isDescending = textFact(wanted, 'sequenceIncrement')?.startsWith('-') === true;
  const last = `${isDescending ? 'min' : 'max'}(${quoteIdentifier(live.name)})`;
  const start = textFact(wanted, 'sequenceStart') ?? (isDescending ? '-1' : '1');
  return `SELECT setval(${sequence}, ${last}) FROM ${ownerOf(live)} HAVING ${last} ${isDescending ? '<=' : '>='} ${start}`;
}

function sequenceOf(column: CatalogObject): CatalogObject {
  const [schema, name] = textsFact(column, 'sequenceName');
  const options = Object.entries(counterOptions(column)).map(([option, value]) => [option, value ?? null]);
  return {
    kind: 'sequence',
    schema: schema ?? column.schema,
    parent: null,
    name: name ?? `${column.parent ?? ''}_${column.name}_seq`,
    facts: Object.fromEntries(options) as CatalogObject['facts'],
  };
}
