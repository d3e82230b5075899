import type { CatalogObject, Fact } from '../../catalog/object.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { textFact, textsFact } from './facts.ts';
import { nameOf } from './names.ts';
import { createSequence, ownSequence, sequenceOptions } from './sequence.ts';

/** In bytes, as Postgres is built. */
const LONGEST_NAME = 63;

/** How a column gets its values from a sequence of its own. */
export interface ColumnSequence {
  readonly before: readonly string[];
  /** The type that the column is to be given instead of its own. */
  readonly pseudoType?: string;
  readonly clause: readonly string[];
  readonly after: readonly string[];
}

const PSEUDO_TYPES: Readonly<Record<string, string>> = {
  smallint: 'smallserial',
  integer: 'serial',
  bigint: 'bigserial',
};

const OPTIONS = ['start', 'increment', 'min', 'max', 'cache', 'cycle'];

/** What an identity or a serial column needs for its sequence; undefined for any other. */
export function columnSequence(column: CatalogObject): ColumnSequence | undefined {
  if (typeof column.facts.identity === 'string') return identity(column);
  if (column.facts.serial !== true) return undefined;
  const sequence = sequenceOf(column);
  const pseudoType = PSEUDO_TYPES[textFact(column, 'type') ?? ''];
  if (pseudoType === undefined || !isPlain(column, sequence)) return ownedSequence(sequence);
  return { before: [], pseudoType, clause: [], after: [] };
}

/** The namespace and name of the sequence that a column brings with it, where the facts tell it. */
export function sequenceNameOf(column: CatalogObject): readonly string[] | undefined {
  const name = textsFact(column, 'sequenceName');
  return name.length === 2 ? name : undefined;
}

function identity(column: CatalogObject): ColumnSequence {
  const sequence = sequenceOf(column);
  const kind = column.facts.identity === 'by default' ? 'BY DEFAULT' : 'ALWAYS';
  const options = [
    ...(hasUsualName(column) ? [] : [`SEQUENCE NAME ${nameOf(sequence)}`]),
    ...sequenceOptions(sequence),
  ];
  const list = options.length === 0 ? '' : ` (${options.join(' ')})`;
  return { before: [], clause: [`GENERATED ${kind} AS IDENTITY${list}`], after: [] };
}

/** The sequence, its use and its owner, which is what a serial type is short for. */
function ownedSequence(sequence: CatalogObject): ColumnSequence {
  return {
    before: createSequence(sequence),
    clause: [`DEFAULT nextval(${quoteLiteral(nameOf(sequence))}::regclass)`],
    after: ownSequence(sequence),
  };
}

/** Whether `serial` or its like makes just what the facts say. */
function isPlain(column: CatalogObject, sequence: CatalogObject): boolean {
  return (
    column.facts.nullable !== true &&
    textFact(sequence, 'type') === textFact(column, 'type') &&
    hasUsualName(column) &&
    sequenceOptions(sequence).length === 0
  );
}

/** Whether the sequence is called as Postgres would call it. Where it would have to cut the name, it is told. */
function hasUsualName(column: CatalogObject): boolean {
  const [schema, name] = sequenceNameOf(column) ?? [];
  if (name === undefined) return true;
  const usual = usualName(column);
  return schema === column.schema && name === usual && Buffer.byteLength(usual) <= LONGEST_NAME;
}

function usualName({ parent, name }: CatalogObject): string {
  return `${parent ?? ''}_${name}_seq`;
}

/** The column's sequence as an object of its own. */
function sequenceOf(column: CatalogObject): CatalogObject {
  const [schema, name] = sequenceNameOf(column) ?? [column.schema, usualName(column)];
  const options = OPTIONS.map((option): [string, Fact] => [
    option,
    column.facts[`sequence${option.charAt(0).toUpperCase()}${option.slice(1)}`] ?? null,
  ]);
  return {
    kind: 'sequence',
    schema: schema ?? null,
    parent: null,
    name: name ?? '',
    facts: {
      ...Object.fromEntries(options),
      type: textFact(column, 'sequenceType') ?? textFact(column, 'type') ?? 'bigint',
      ownedBy: [column.schema, column.parent, column.name],
    },
  };
}
