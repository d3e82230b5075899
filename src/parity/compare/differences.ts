import { address } from '../../catalog/object.ts';
import type { CatalogObject, Fact, Identity } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import type { Finding } from '../fix/index.ts';
import type { Pair } from '../pair/siblings.ts';
import type { Difference } from '../verdict.ts';
import { codeOf, nounOf, shownFact } from './shown.ts';

/** A fact on which both sides of a pair disagree. */
export function factDifference(
  { declared, live }: Pair,
  { attribute, declared: one, live: other }: { attribute: string; declared: Fact; live: Fact },
): Finding {
  const [ours, theirs] = [shownFact(attribute, one), shownFact(attribute, other)];
  return {
    ...place(declared, attribute),
    declared: ours,
    live: theirs,
    message:
      isLine(ours) && isLine(theirs)
        ? `${nameOf(declared)}: declared ${ours}, in the database ${theirs}`
        : `${nameOf(declared)}: ${nounOf(attribute)} differs`,
    subject: { attribute, declared, live, values: [one, other] },
    origin: declared.origin,
  };
}

/** The same object under another name. */
export function renamed({ declared, live }: Pair): Finding {
  return {
    ...place(declared, 'renamed'),
    declared: declared.name,
    live: live.name,
    message: `${nameOf(declared)}: the database calls it ${live.name}`,
    subject: { attribute: 'renamed', declared, live },
    origin: declared.origin,
  };
}

/** What the database does not have. */
export function missing(declared: DeclaredObject): Finding {
  return {
    ...place(declared, 'missing'),
    declared: declared.name,
    live: undefined,
    message: `${nameOf(declared)}: declared, but not in the database`,
    subject: { attribute: 'missing', declared },
    origin: declared.origin,
  };
}

/** What the schema does not say, although it could. */
export function undeclared(live: CatalogObject): Finding {
  return {
    ...place(live, 'undeclared'),
    declared: undefined,
    live: live.name,
    message: `${nameOf(live)}: in the database, but not declared`,
    subject: { attribute: 'undeclared', live },
    origin: undefined,
  };
}

/** One of another kind stands where a declared object should be. */
export function otherKind(declared: DeclaredObject, live: CatalogObject): Finding {
  return {
    ...place(declared, 'kind'),
    declared: declared.kind,
    live: live.kind,
    message: `${nameOf(declared)}: declared as a ${declared.kind}, in the database it is a ${live.kind}`,
    subject: { attribute: 'kind', declared, live },
    origin: declared.origin,
  };
}

/** A pattern of what is to be ignored that neither side has anything for. */
export function matchesNothing(pattern: string): Difference {
  return {
    code: 'ignored/stale',
    kind: 'ignored',
    identity: { kind: 'ignored', schema: null, parent: null, name: pattern },
    object: pattern,
    group: null,
    attribute: 'stale',
    declared: undefined,
    live: undefined,
    message: `${pattern}: is to be ignored, but nothing that is judged matches it`,
    fix: {
      schema:
        'take it out of what is ignored, or write it as `schema.table` or `schema.table.part`; what an extension brings is never judged',
      migration: '// Nothing: it is not about the database.',
    },
    origin: undefined,
  };
}

/** What is longer than a line is shown below it. */
function isLine(text: string): boolean {
  return !text.includes('\n');
}

/** Where a difference is, for reports. */
export function place(
  object: Identity,
  attribute: string,
): Pick<Difference, 'code' | 'kind' | 'identity' | 'object' | 'group' | 'attribute'> {
  const { kind, schema, parent, name } = object;
  return {
    identity: { kind, schema, parent, name },
    code: codeOf(kind, attribute),
    kind,
    object: address(object),
    group: groupOf(object),
    attribute,
  };
}

/** A table or column says what it is by its name; of anything else the kind is said. */
function nameOf(object: Identity): string {
  return object.kind === 'table' || object.kind === 'column'
    ? address(object)
    : `${object.kind} ${address(object)}`;
}

/** The namespace and the table that an object belongs to, or is. */
export function groupOf({ schema, parent, name, kind }: Identity): string | null {
  if (schema === null) return null;
  if (parent !== null) return `${schema}.${parent}`;
  return ['table', 'view', 'materialized view'].includes(kind) ? `${schema}.${name}` : null;
}
