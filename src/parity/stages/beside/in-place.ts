import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../../catalog/object.ts';
import type { Both } from '../../fix/sides.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import type { Finding } from '../../fix/index.ts';
import { namesIn } from '../../fix/mentions.ts';
import { bare } from '../../fix/migration/using.ts';
import type { Beside } from './beside.ts';
import { leadsTo } from './leads.ts';
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

const INTEGERS = new Set(['smallint', 'integer', 'bigint']);
const TEXTS = new Set(['text', 'character varying', 'varchar']);

export function isInteger(type: string): boolean {
  return INTEGERS.has(bare(type));
}

/** Whether no two values become the same, so that two keys refuse no row that one of them lets through. */
function isOneToOne({ from, to }: Beside['types']): boolean {
  if (isInteger(from)) return isInteger(to) || TEXTS.has(bare(to)) || bare(to) === 'numeric';
  return (bare(from) === 'uuid' && TEXTS.has(bare(to))) || (TEXTS.has(bare(from)) && bare(to) === 'uuid');
}

/** What may differ in a column whose type changes this way. */
const ALONG = new Set(['type', 'default', 'sequenceType', 'sequenceMax', 'sequenceMin']);
/** Parts of which there can be two for a while. */
const TWICE = new Set(['index', 'check', 'foreign key', 'unique', 'primary key']);
const KEYS = new Set(['unique', 'primary key']);

/** Whether nothing else becomes of the column, of its table's name and of what is declared on it. */
function isLone(
  { declared, live, parts, primary, types }: Beside,
  { findings, both, facts }: Surroundings,
): boolean {
  const attributesOf = (one: DeclaredObject): readonly string[] =>
    findings
      .filter(({ identity }) => identityKey(identity) === identityKey(one))
      .map(({ attribute }) => attribute);
  const tableOf = ({ schema, parent }: Identity): CatalogObject | undefined =>
    both.pairs.find(
      ({ declared: one }) => one.kind === 'table' && one.schema === schema && one.name === parent,
    )?.live;
  const isOfWhole = (one: DeclaredObject): boolean => {
    const table = tableOf(one);
    return table?.name === one.parent && isWhole(table, facts);
  };
  const isTwice = ({ kind, facts: own }: DeclaredObject): boolean => {
    if (kind === 'policy') return true;
    const isKey = KEYS.has(kind) || own.unique === true;
    const isSimple = ['deferrable', 'nullsNotDistinct', 'withoutOverlaps'].every(
      (fact) => own[fact] !== true,
    );
    return TWICE.has(kind) && (!isKey || (isSimple && isOneToOne(types)));
  };
  const own = parts.map((part) => part.declared);
  return (
    isOfWhole(declared) &&
    live.name === declared.name &&
    isWritten(live) &&
    isWritten(declared) &&
    live.facts.identity === (declared.facts.identity ?? null) &&
    live.facts.serial === (declared.facts.serial ?? false) &&
    attributesOf(declared).every((attribute) => ALONG.has(attribute)) &&
    [...own, ...(primary === undefined ? [] : [primary.declared])].every(isTwice) &&
    own.every((part) => part.kind === 'policy' || attributesOf(part).every((one) => one === 'missing')) &&
    // Keys that lead here are parts of other tables; a new one of those leads to what is there when it comes.
    own.every((part) => part.kind !== 'foreign key' || isOfWhole(part)) &&
    (primary === undefined || attributesOf(primary.declared).length === 0)
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

/** Whether its values are written with the row, and not calculated from others. */
function isWritten({ facts }: { readonly facts: Readonly<Record<string, unknown>> }): boolean {
  return ['generated', 'generation'].every((fact) => [undefined, null].includes(facts[fact] as null));
}

/** Whatever is of a column by its number, so that it would stay with the one that was there. */
const BOUND = new Set(['rule', 'statistics', 'exclusion constraint', 'publication table']);

/** Whether something hangs on the column that would not go over to another one, or would notice that there are two. */
function hasBonds({ live }: Beside, { findings, both, facts }: Surroundings): boolean {
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
    if (leadsTo(one, live)) return !known.has(identityKey(one));
    if (one.kind === 'statistics') return speaksOf(one, live.name);
    if (!isOfTable(one) || !speaksOf(one, live.name)) return false;
    if (one.kind === 'column') return one.name !== live.name && typeof one.facts.generated === 'string';
    const isMarked = one.facts.clustered === true || one.facts.replicaIdentity === true;
    const isUnknown = TWICE.has(one.kind) && !known.has(identityKey(one));
    return BOUND.has(one.kind) || isMarked || isUnknown;
  };
  return facts.some(isBond);
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
