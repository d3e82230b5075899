import type { Fact } from '../../catalog/object.ts';

/** How a fact is said: what stands before its value, and the words that stand for true, false and nothing. */
interface Words {
  readonly before?: string;
  readonly yes?: string;
  readonly no?: string;
  readonly none?: string;
}

/** By attribute, or by kind and attribute where kinds differ. */
const WORDS: Readonly<Record<string, Words>> = {
  type: { before: 'type' },
  nullable: { yes: 'nullable', no: 'not null' },
  default: { before: 'default', none: 'no default' },
  identity: { before: 'identity', none: 'no identity' },
  generated: { before: 'generated', none: 'not generated' },
  generation: { before: 'generated as', none: 'not generated' },
  serial: { yes: 'serial', no: 'not serial' },
  collation: { before: 'collation', none: 'the default collation' },
  notNullValidated: { yes: 'not null for all rows', no: 'not null that was never validated' },
  sequenceName: { before: 'sequence', none: 'no sequence' },
  rls: { yes: 'row level security on', no: 'row level security off' },
  forceRls: {
    yes: 'row level security forced on the owner',
    no: 'row level security not forced on the owner',
  },
  columns: { before: 'columns' },
  include: { before: 'included columns', none: 'no included columns' },
  deferrable: { yes: 'deferrable', no: 'not deferrable' },
  deferred: { yes: 'initially deferred', no: 'initially immediate' },
  nullsNotDistinct: { yes: 'nulls not distinct', no: 'nulls distinct' },
  references: { before: 'references' },
  referencedColumns: { before: 'references columns' },
  onUpdate: { before: 'on update' },
  onDelete: { before: 'on delete' },
  match: { before: 'match' },
  validated: { yes: 'validated', no: 'not valid: rows from before were never checked' },
  enforced: { yes: 'enforced', no: 'not enforced' },
  setColumns: { before: 'sets columns', none: 'sets all its columns' },
  triggersEnabled: { yes: 'enforced by its triggers', no: 'its triggers are disabled' },
  noInherit: { yes: 'no inherit', no: 'inherited' },
  unique: { yes: 'unique', no: 'not unique' },
  method: { before: 'using' },
  expressions: { before: 'on' },
  opclasses: { before: 'operator classes' },
  defaultOpclasses: { before: 'the default operator class:' },
  opclassOptions: { before: 'operator class parameters' },
  collations: { before: 'collations' },
  orders: { before: 'order' },
  nulls: { before: 'nulls' },
  where: { before: 'where', none: 'for all rows' },
  with: { before: 'with', none: 'without storage parameters' },
  valid: { yes: 'valid', no: 'invalid: Postgres does not use it' },
  values: { before: 'values' },
  start: { before: 'start' },
  increment: { before: 'increment' },
  min: { before: 'minimum' },
  max: { before: 'maximum' },
  cache: { before: 'cache' },
  cycle: { yes: 'cycle', no: 'no cycle' },
  definition: { before: 'as' },
  checkOption: { before: 'check option', none: 'no check option' },
  securityBarrier: { yes: 'security barrier', no: 'no security barrier' },
  securityInvoker: { yes: 'security invoker', no: 'no security invoker' },
  using: { before: 'using', none: 'no using' },
  tablespace: { before: 'tablespace', none: 'the default tablespace' },
  populated: { yes: 'populated', no: 'not populated' },
  command: { before: 'for' },
  permissive: { yes: 'permissive', no: 'restrictive' },
  roles: { before: 'to' },
  check: { before: 'with check', none: 'no with check' },
  createDb: { yes: 'may create databases', no: 'may not create databases' },
  createRole: { yes: 'may create roles', no: 'may not create roles' },
  inherit: { yes: 'inherits', no: 'does not inherit' },
  expression: { before: '' },
};

/** A fact as a person says it: `not null`, `type text`, `on delete cascade`. */
export function shownFact(attribute: string, fact: Fact): string {
  const { before = spaced(attribute), yes, no, none = `no ${before}` } = WORDS[attribute] ?? {};
  if (fact === null || (Array.isArray(fact) && fact.length === 0)) return none;
  if (fact === true) return yes ?? `${before} on`;
  if (fact === false) return no ?? `${before} off`;
  return `${before} ${shownValue(attribute, fact)}`.trim();
}

/** What a fact is called where its value is too long to be said: `the query`. */
export function nounOf(attribute: string): string {
  return NOUNS[attribute] ?? `the ${spaced(attribute)}`;
}

const NOUNS: Readonly<Record<string, string>> = {
  definition: 'the query',
  expression: 'the condition',
  expressions: 'one of the expressions',
  where: 'the predicate',
  using: 'the condition of using',
  check: 'the condition of with check',
  values: 'one of the values',
  generation: 'the generated value',
};

/** The value alone, for columns of a table. */
export function shownValue(attribute: string, fact: Fact): string {
  if (fact === null) return 'none';
  if (!Array.isArray(fact)) return String(fact);
  const entries = (fact as readonly Fact[]).map((entry) => (entry === null ? '–' : String(entry)));
  if (attribute === 'references' || attribute === 'sequenceName') return entries.join('.');
  return attribute === 'columns' || attribute === 'referencedColumns'
    ? `(${entries.join(', ')})`
    : entries.join(', ');
}

/** `onDelete` as `on-delete`, for codes. */
export function codeOf(kind: string, attribute: string): string {
  const word = attribute.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `${kind.replaceAll(' ', '-')}/${word}`;
}

function spaced(attribute: string): string {
  return attribute.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
