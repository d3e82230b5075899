import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Both } from '../../fix/sides.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import type { Finding } from '../../fix/index.ts';
import { namesIn } from '../../fix/mentions.ts';
import { bare } from '../../fix/migration/using.ts';
import { textsFact } from '../../render/facts.ts';
import { declaredColumns } from '../declared-columns.ts';
import type { Beside } from './beside.ts';
import { speaksOf } from './speaks-of.ts';

/** What is known of both sides, and all that is true of the database. */
export interface Surroundings {
  readonly findings: readonly Finding[];
  readonly both: Both;
  readonly facts: readonly CatalogObject[];
}

/** Whether the type of a column has to be changed in place. */
export function isInPlace(one: Beside, around: Surroundings): boolean {
  return (
    !isExact(one, around) || !isLone(one, around) || hasBonds(one, around) || isReadByOthers(one, around)
  );
}

/** Types whose values are the same whoever turns them into each other, and can be compared. */
const EXACT = new Set([
  ...['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'boolean', 'uuid', 'jsonb'],
  ...['text', 'character varying', 'varchar', 'character', 'char', 'bpchar', 'citext', 'bytea'],
  ...['inet', 'cidr', 'macaddr', 'macaddr8', 'bit', 'bit varying'],
]);

/** Whether a value is another one for nobody: not for a session of another time zone, nor where an enum changes too. */
function isExact({ types }: Beside, { findings, facts, both }: Surroundings): boolean {
  const enums = [...facts, ...both.declared].filter(({ kind }) => kind === 'enum');
  const isKnown = (type: string): boolean =>
    EXACT.has(bare(type)) ||
    (!type.endsWith(']') && type.includes('.') && enums.some(({ name }) => namesIn(type).has(name)));
  const changing = findings.filter(({ kind, attribute }) => kind === 'enum' && attribute !== 'undeclared');
  const isChanging = changing.some(
    ({ subject: { live } }) => live !== undefined && namesIn(types.from).has(live.name),
  );
  return isKnown(types.from) && isKnown(types.to) && !isChanging;
}

/** What may differ in a column whose type changes this way. */
const ALONG = new Set(['type', 'default']);
/** Parts of which there can be two for a while. Two unique ones would refuse rows that one of them lets through. */
const TWICE = new Set(['index', 'check', 'foreign key']);

/** Whether nothing else becomes of the column, of its table's name and of what is declared on it. */
function isLone({ declared, live, parts }: Beside, { findings, both, facts }: Surroundings): boolean {
  const attributesOf = (one: DeclaredObject): readonly string[] =>
    findings
      .filter(({ identity }) => identityKey(identity) === identityKey(one))
      .map(({ attribute }) => attribute);
  const table = both.pairs.find(
    ({ declared: one }) =>
      one.kind === 'table' && one.schema === declared.schema && one.name === declared.parent,
  );
  const isTwice = ({ kind, facts: own }: DeclaredObject): boolean =>
    kind === 'policy' || (TWICE.has(kind) && own.unique !== true);
  return (
    table?.live.name === live.parent &&
    live.name === declared.name &&
    isWhole(table.live, facts) &&
    isPlain(live) &&
    isPlain(declared) &&
    attributesOf(declared).every((attribute) => ALONG.has(attribute)) &&
    parts.every(({ declared: part }) => isTwice(part)) &&
    parts.every(
      ({ declared: part }) => part.kind === 'policy' || attributesOf(part).every((one) => one === 'missing'),
    )
  );
}

/** Whether a table has neither parts of its rows elsewhere nor heirs. */
function isWhole(table: CatalogObject, facts: readonly CatalogObject[]): boolean {
  const { partitionKey, partitionOf, inherits } = table.facts;
  const isHeir = Array.isArray(inherits) && inherits.length > 0;
  const hasHeirs = facts.some(
    ({ kind, facts: { inherits: parents } }) =>
      kind === 'table' && JSON.stringify(parents ?? []).includes(JSON.stringify(table.name)),
  );
  return (partitionKey ?? null) === null && (partitionOf ?? null) === null && !isHeir && !hasHeirs;
}

/** Whether its values are written by those who write the row, and by nobody else. */
function isPlain({ facts }: { readonly facts: Readonly<Record<string, unknown>> }): boolean {
  return ['generated', 'generation', 'identity', 'serial'].every((fact) =>
    [undefined, null, false].includes(facts[fact] as null),
  );
}

/** Whatever is of a column by its number, so that it would stay with the one that was there. */
const BOUND = new Set([
  ...['rule', 'statistics', 'exclusion constraint', 'publication table', 'primary key', 'unique'],
]);
const PARTS = new Set(['index', 'check', 'foreign key']);

/** Whether something hangs on the column that would not go over to another one, or would notice that there are two. */
function hasBonds({ declared, live }: Beside, { findings, both, facts }: Surroundings): boolean {
  const known = new Set([
    ...both.pairs.map((pair) => identityKey(pair.live)),
    ...findings.flatMap(({ attribute, subject }) =>
      attribute === 'undeclared' && subject.live !== undefined ? [identityKey(subject.live)] : [],
    ),
  ]);
  const isOfTable = (one: CatalogObject): boolean => one.schema === live.schema && one.parent === live.parent;
  const isBond = (one: CatalogObject): boolean => {
    // It would fire for each row that is filled, and before or after the one that fills.
    if (one.kind === 'trigger') return isOfTable(one) && one.facts.level === 'row';
    if (one.kind === 'foreign key' && leadsTo(one, live)) return true;
    if (one.kind === 'statistics') return speaksOf(one, live.name);
    if (!isOfTable(one) || !speaksOf(one, live.name)) return false;
    if (one.kind === 'column') return one.name !== live.name && typeof one.facts.generated === 'string';
    const isMarked = one.facts.clustered === true || one.facts.replicaIdentity === true;
    const isUnknown = PARTS.has(one.kind) && !known.has(identityKey(one));
    return (
      BOUND.has(one.kind) || isMarked || isUnknown || (one.kind === 'index' && one.facts.unique === true)
    );
  };
  return facts.some(isBond) || both.declared.some((one) => isLedTo(declared, one));
}

function leadsTo(key: CatalogObject, { schema, parent, name }: CatalogObject): boolean {
  return (
    keyOf(...textsFact(key, 'references')) === keyOf(schema, parent) &&
    textsFact(key, 'referencedColumns').includes(name)
  );
}

function isLedTo({ schema, parent, name }: DeclaredObject, { kind, facts }: DeclaredObject): boolean {
  const { references, referencedColumns } = facts;
  if (kind !== 'foreign key' || typeof references !== 'object' || references === null) return false;
  if (!('object' in references)) return false;
  const { object } = references;
  return (
    object.schema === schema && object.name === parent && declaredColumns(referencedColumns).includes(name)
  );
}

const READERS = new Set(['view', 'materialized view', 'policy', 'rule']);

/**
 * Whether something reads it that no schema speaks of, which would go on reading what was there, or holds what it has
 * read.
 */
function isReadByOthers({ live }: Beside, { findings, both, facts }: Surroundings): boolean {
  const known = new Set([
    ...both.pairs.map((pair) => identityKey(pair.live)),
    ...findings.flatMap(({ attribute, subject }) =>
      attribute === 'undeclared' && subject.live !== undefined ? [identityKey(subject.live)] : [],
    ),
  ]);
  const isReader = ({ kind, facts: own }: CatalogObject): boolean =>
    READERS.has(kind) || (kind === 'function' && own.dependsOn !== undefined);
  return facts.some(
    (one) =>
      isReader(one) &&
      (!known.has(identityKey(one)) || one.kind === 'materialized view') &&
      speaksOf(one, live.name) &&
      speaksOf(one, live.parent ?? ''),
  );
}
