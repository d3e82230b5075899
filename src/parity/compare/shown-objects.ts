import type { CatalogObject, Fact, Identity } from '../../catalog/object.ts';
import type { DeclaredFact, DeclaredObject } from '../declared/model.ts';
import type { Names } from '../pair/names.ts';
import type { Pairing } from '../pair/siblings.ts';
import { inLiveTerms, isExpression, isTypeName } from '../pair/terms.ts';
import type { ShownFact, ShownObject } from '../verdict.ts';
import { shownFact } from './shown.ts';

/** Facts that a reader sees elsewhere: a column's type and a key's columns stand beside its name. */
const APART = new Set(['type', 'columns', 'references', 'referencedColumns']);
/** Facts that are worth a word only where the sides disagree, and then a difference says them. */
const USUAL: Readonly<Record<string, Fact>> = {
  notNullValidated: true,
  valid: true,
  validated: true,
  enforced: true,
  triggersEnabled: true,
  populated: true,
  nullable: true,
  match: 'simple',
  method: 'btree',
};
/** One entry for each key, which says nothing where all are as they usually are. */
const OF_KEYS = new Set(['expressions', 'opclasses', 'defaultOpclasses', 'collations', 'orders', 'nulls']);

/** Both sides in words, for a report that shows the whole. */
export function shownObjects(
  { pairs, missing, undeclared }: Pick<Pairing, 'pairs' | 'missing' | 'undeclared'>,
  names: Names,
): readonly ShownObject[] {
  return [
    ...pairs.map(({ declared, live }) => shown(declared, declared, live, names)),
    ...missing.map((declared) => shown(declared, declared, undefined, names)),
    ...undeclared.map((live) => shown(live, undefined, live, names)),
  ];
}

function shown(
  { kind, schema, parent, name }: Identity,
  declared: DeclaredObject | undefined,
  live: CatalogObject | undefined,
  names: Names,
): ShownObject {
  const plain = (attribute: string): Fact | undefined =>
    live?.facts[attribute] ?? plainFact(declared?.facts[attribute], names);
  const columns = plain('columns');
  const references = plain('references');
  const type = plain('type');
  return {
    identity: { kind, schema, parent, name },
    inSchema: declared !== undefined,
    inDatabase: live !== undefined,
    ...(typeof type === 'string' && kind === 'column' && { type }),
    ...(Array.isArray(columns) && { columns: columns.filter((column) => typeof column === 'string') }),
    ...(Array.isArray(references) && {
      references: {
        schema: String(references[0]),
        name: String(references[1]),
        columns: (plain('referencedColumns') as readonly string[] | undefined) ?? [],
      },
    }),
    facts: factsOf(declared, live, names),
    ...(declared !== undefined && { origin: declared.origin }),
  };
}

function factsOf(
  declared: DeclaredObject | undefined,
  live: CatalogObject | undefined,
  names: Names,
): Readonly<Record<string, ShownFact>> {
  // What the schema is silent on is not what a reader looks for.
  const attributes = Object.keys(declared?.facts ?? live?.facts ?? {}).filter((name) => !APART.has(name));
  const facts: Record<string, ShownFact> = {};
  for (const attribute of attributes) {
    const one = plainFact(declared?.facts[attribute], names);
    const other = live?.facts[attribute];
    // That something usual is not there would fill the page.
    if (!isWorthSaying(attribute, one) && !isWorthSaying(attribute, other)) continue;
    facts[attribute] = {
      ...(one !== undefined && { declared: shownFact(attribute, one) }),
      ...(other !== undefined && { live: shownFact(attribute, other) }),
    };
  }
  return facts;
}

function isWorthSaying(attribute: string, fact: Fact | undefined): boolean {
  if (fact === undefined || fact === null || fact === USUAL[attribute]) return false;
  if (attribute === 'nullable') return true;
  if (OF_KEYS.has(attribute)) {
    const usual = new Set<Fact>([null, true, 'asc', 'last']);
    return attribute !== 'opclasses' && (fact as readonly Fact[]).some((entry) => !usual.has(entry));
  }
  return fact !== false && !(Array.isArray(fact) && fact.length === 0);
}

/** A declared fact as text where it is one that only Postgres can compare. */
function plainFact(fact: DeclaredFact | undefined, names: Names): Fact | undefined {
  if (fact === undefined) return undefined;
  const value = inLiveTerms(fact, names);
  if (isExpression(value)) return value.expression;
  if (isTypeName(value)) return value.type;
  if (!Array.isArray(value)) return value as Fact;
  return (value as readonly unknown[]).map((entry) =>
    isExpression(entry) ? entry.expression : (entry as Fact),
  );
}
