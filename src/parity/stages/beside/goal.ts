import { identityKey, keyOf } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { asDeclared } from '../../back/as-declared.ts';
import { nameOfToken, sqlTokens } from '../../declared/sql-tokens.ts';
import type { DeclaredFact, DeclaredObject } from '../../declared/model.ts';
import { isExpression } from '../../pair/terms.ts';
import { given, givenName } from '../goals.ts';
import type { Goal } from '../goals.ts';
import { indexForPrimary, nextName } from './beside.ts';
import type { Beside } from './beside.ts';

/** All as it is declared, but that columns whose type changes stay as they are, with what is to take their place beside them. */
export function withNext(beside: readonly Beside[]): Goal {
  if (beside.length === 0) return (declared) => declared;
  const columns = new Map(beside.map((one) => [identityKey(one.declared), one]));
  const parts = new Map(
    beside.flatMap((one) => one.parts.map((part) => [identityKey(part.declared), part] as const)),
  );
  const primaries = new Map(
    beside.flatMap(({ primary }) =>
      primary === undefined ? [] : [[identityKey(primary.declared), primary.live] as const],
    ),
  );
  const names: Names = new Map();
  for (const {
    declared: { schema, parent, name },
  } of beside) {
    const key = keyOf(schema, parent);
    names.set(key, (names.get(key) ?? new Set()).add(name));
  }
  return (all) =>
    all.flatMap((one) => {
      const column = columns.get(identityKey(one));
      if (column !== undefined) return [asItIs(one, column.live), ...nextColumn(one)];
      const primary = primaries.get(identityKey(one));
      if (primary !== undefined) {
        const index = asDeclared([indexForPrimary(primary)])[0];
        return index === undefined ? one : [one, { ...index, facts: renamedFacts(index, names) }];
      }
      const part = parts.get(identityKey(one));
      if (part === undefined) return one;
      const next = {
        ...one,
        named: true,
        name: nextName(part.live?.name ?? one.name),
        facts: renamedFacts(one, names),
      };
      return part.live === undefined ? next : [asItIs(one, part.live), next];
    });
}

/** Columns that hold no null: what has shown it is still there. */
export function stillGiven(beside: readonly Beside[]): Goal {
  const required = new Map(
    beside
      .filter(({ declared }) => declared.facts.nullable === false)
      .map(({ declared }) => [identityKey(declared), declared]),
  );
  return (all) =>
    all.flatMap((one) =>
      required.has(identityKey(one))
        ? [one, given(one, true, givenName({ ...one, name: nextName(one.name) }))]
        : one,
    );
}

/** The column that is to take the place: whoever does not know it leaves it out, so that it may hold no value. */
function nextColumn(column: DeclaredObject): readonly DeclaredObject[] {
  const counted = [
    'identity',
    'serial',
    ...Object.keys(column.facts).filter((fact) => fact.startsWith('sequence')),
  ];
  const facts = Object.fromEntries(Object.entries(column.facts).filter(([fact]) => !counted.includes(fact)));
  const next = {
    ...column,
    name: nextName(column.name),
    facts: { ...facts, default: null, nullable: true, identity: null, serial: false },
  };
  return column.facts.nullable === false ? [next, given(next, true)] : [next];
}

/** What is declared, with the facts that it has in the database. */
function asItIs(one: DeclaredObject, live: Parameters<typeof asDeclared>[0][number]): DeclaredObject {
  return { ...one, facts: asDeclared([live])[0]?.facts ?? one.facts };
}

/** The names of columns that others take the place of, by their tables. */
type Names = Map<string, Set<string>>;

function renamedFacts({ schema, parent, facts }: DeclaredObject, names: Names): DeclaredObject['facts'] {
  const own = names.get(keyOf(schema, parent)) ?? new Set();
  const renamedFact = (fact: DeclaredFact): DeclaredFact => {
    if (isExpression(fact)) return { ...fact, expression: renamedText(fact.expression, own) };
    if (Array.isArray(fact)) return (fact as readonly DeclaredFact[]).map(renamedFact) as DeclaredFact;
    if (typeof fact !== 'object' || fact === null || !('columnsOf' in fact)) return fact;
    const of = names.get(keyOf(fact.columnsOf.schema, fact.columnsOf.name)) ?? new Set();
    return {
      ...fact,
      names: fact.names.map((name) => (name !== null && of.has(name) ? nextName(name) : name)),
    };
  };
  return Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, renamedFact(value)]));
}

/** SQL with other names for columns. */
function renamedText(sql: string, names: ReadonlySet<string>): string {
  let text = '';
  let at = 0;
  for (const token of sqlTokens(sql)) {
    const name = nameOfToken(token);
    // What has a bracket or a point behind it is a function or a table, and what follows two colons a type.
    const isOther = /^\s*[(.]/.test(sql.slice(token.end)) || /::\s*$/.test(sql.slice(0, token.start));
    const isColumn = name !== undefined && names.has(name) && !isOther;
    text += sql.slice(at, token.start) + (isColumn ? quoteIdentifier(nextName(name)) : token.text);
    at = token.end;
  }
  return text + sql.slice(at);
}
