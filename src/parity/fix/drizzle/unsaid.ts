import type { CatalogObject, Fact } from '../../../catalog/object.ts';

/** A fact that Drizzle has no word for, and what it is where a schema says nothing of it. */
interface Unsaid {
  readonly what: string;
  readonly usual: Fact;
}

/** Of any constraint; what comes first says all that comes after it. */
const OF_CONSTRAINTS: Readonly<Record<string, Unsaid>> = {
  deferred: { what: 'a constraint that is deferred', usual: false },
  deferrable: { what: 'a constraint that can be deferred', usual: false },
  enforced: { what: 'a constraint that is not enforced', usual: true },
  validated: { what: 'a constraint that was never validated', usual: true },
};
const INCLUDE: Unsaid = { what: 'included columns', usual: [] };
const OVERLAPS: Unsaid = { what: 'WITHOUT OVERLAPS', usual: false };

/** By kind and fact. */
const UNSAID: Readonly<Record<string, Readonly<Record<string, Unsaid>>>> = {
  column: {
    notNullValidated: { what: 'a NOT NULL that was never validated', usual: true },
    sequenceType: { what: 'a sequence of another type than its column', usual: null },
  },
  table: {
    forceRls: { what: 'row level security that is forced on the owner', usual: false },
    partitionKey: { what: 'the partitions of a table', usual: null },
    inherits: { what: 'a table that inherits from another one', usual: [] },
  },
  'primary key': { include: INCLUDE, withoutOverlaps: OVERLAPS, ...OF_CONSTRAINTS },
  unique: { include: INCLUDE, withoutOverlaps: OVERLAPS, ...OF_CONSTRAINTS },
  'foreign key': {
    match: { what: 'MATCH FULL', usual: 'simple' },
    period: { what: 'a foreign key with a PERIOD', usual: false },
    setColumns: { what: 'ON DELETE SET for some of the columns', usual: [] },
    triggersEnabled: { what: 'a foreign key whose triggers are disabled', usual: true },
    ...OF_CONSTRAINTS,
  },
  check: { noInherit: { what: 'a check that is not inherited', usual: false }, ...OF_CONSTRAINTS },
  index: {
    include: INCLUDE,
    nullsNotDistinct: { what: 'NULLS NOT DISTINCT of an index, but of unique()', usual: false },
    valid: { what: 'an index that is not valid', usual: true },
  },
};

const VIRTUAL = 'a virtual column';

/** What cannot be declared; undefined where it can. */
export function unsaid(kind: string, attribute: string, live: unknown): string | undefined {
  if (kind === 'column' && attribute === 'generated') return live === 'virtual' ? VIRTUAL : undefined;
  return UNSAID[kind]?.[attribute]?.what;
}

/** All that cannot be declared of an object that is there. */
export function unsaidOf({ kind, facts }: CatalogObject): readonly string[] {
  const others = Object.entries(UNSAID[kind] ?? {}).filter(([fact, { usual }]) => {
    const value = facts[fact];
    if (fact === 'sequenceType') return typeof value === 'string' && value !== facts.type;
    if (fact === 'validated' && facts.enforced === false) return false;
    if (fact === 'deferrable' && facts.deferred === true) return false;
    return value !== undefined && JSON.stringify(value) !== JSON.stringify(usual);
  });
  return [
    ...(kind === 'column' && facts.generated === 'virtual' ? [VIRTUAL] : []),
    ...others.map(([, { what }]) => what),
  ];
}

/** What is left to do about it. */
export function cannotDeclare(what: string): string {
  return `Drizzle cannot declare ${what}: mend the database, or accept the difference in keelson.accepted.json`;
}
