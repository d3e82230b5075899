/** What Drizzle has no word for, by kind and attribute: what the database has and nobody can declare. */
const UNSAID: Readonly<Record<string, (live: unknown) => string | undefined>> = {
  'column collation': () => 'a collation of a column',
  'column notNullValidated': () => 'a NOT NULL that was never validated',
  'column generated': (live) => (live === 'virtual' ? 'a virtual column' : undefined),
  'column sequenceType': () => 'a sequence of another type than its column',
  'table forceRls': () => 'row level security that is forced on the owner',
  'foreign key match': () => 'MATCH FULL',
  'foreign key setColumns': () => 'ON DELETE SET for some of the columns',
  'foreign key triggersEnabled': () => 'a foreign key whose triggers are disabled',
  'check noInherit': () => 'a check that is not inherited',
  'index include': () => 'included columns',
  'index nullsNotDistinct': () => 'NULLS NOT DISTINCT of an index, but of unique()',
  'index valid': () => 'an index that is not valid',
  'primary key include': () => 'included columns',
  'unique include': () => 'included columns',
};

/** Of any constraint. */
const OF_CONSTRAINTS: Readonly<Record<string, string>> = {
  deferrable: 'a constraint that can be deferred',
  deferred: 'a constraint that is deferred',
  validated: 'a constraint that was never validated',
  enforced: 'a constraint that is not enforced',
};

/** What cannot be declared; undefined where it can. */
export function unsaid(kind: string, attribute: string, live: unknown): string | undefined {
  return UNSAID[`${kind} ${attribute}`]?.(live) ?? OF_CONSTRAINTS[attribute];
}

/** What is left to do about it. */
export function cannotDeclare(what: string): string {
  return `Drizzle cannot declare ${what}: mend the database, or accept the difference in keelson.accepted.json`;
}
