import type { CatalogObject, Fact } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { DeclaredFact, DeclaredObject, Expression, TypeName } from '../declared/model.ts';
import type { Names } from '../pair/names.ts';
import { inNewNames } from '../pair/new-names.ts';
import { inLiveTerms, isExpression, isTypeName } from '../pair/terms.ts';
import { mentions } from './mentions.ts';
import type { Sides } from './sides.ts';

/**
 * A declared object as the database would hold it, where it names things as the database does now: a fix stands
 * before those that rename. Its own name is that of its partner, where it has one.
 */
export function asLive(declared: DeclaredObject, sides: Sides, partner?: CatalogObject): CatalogObject {
  if (sides.hasRenames || partner !== undefined) return inTerms(declared, sides, partner);
  // Nothing but the names has a hand in it then, and whole tables are asked for several times.
  let known = KNOWN.get(sides.names);
  if (known === undefined) KNOWN.set(sides.names, (known = new WeakMap()));
  let live = known.get(declared);
  if (live === undefined) known.set(declared, (live = inTerms(declared, sides, undefined)));
  return live;
}

const KNOWN = new WeakMap<Names, WeakMap<DeclaredObject, CatalogObject>>();

function inTerms(declared: DeclaredObject, sides: Sides, partner: CatalogObject | undefined): CatalogObject {
  const { kind, schema, parent, name } = declared;
  const own = parent === null ? undefined : sides.names.object({ schema: schema ?? '', name: parent });
  const facts: Record<string, Fact> = {};
  for (const fact in declared.facts) {
    const value = declared.facts[fact];
    if (value !== undefined) facts[fact] = liveFact(value, declared, sides);
  }
  return {
    kind,
    schema: partner?.schema ?? (schema === null ? null : (own?.[0] ?? schema)),
    parent: partner === undefined ? (own?.[1] ?? null) : partner.parent,
    name: partner?.name ?? name,
    facts,
  };
}

function liveFact(fact: DeclaredFact, of: DeclaredObject, sides: Sides): Fact {
  const value = inLiveTerms(fact, sides.names);
  if (isExpression(value)) return liveText(value, of, sides);
  if (isTypeName(value)) return typeText(value, sides);
  if (!Array.isArray(value)) return value as Fact;
  return (value as readonly (Fact | Expression)[]).map((entry) =>
    isExpression(entry) ? liveText(entry, of, sides) : entry,
  );
}

function liveText({ expression, sees }: Expression, of: DeclaredObject, sides: Sides): string {
  if (sees === 'nothing' || !sides.hasRenames) return expression;
  const { inSchema } = sides;
  const own = of.parent ?? of.name;
  const tables = inSchema
    .of('table')
    .filter(
      ({ schema, name }) =>
        (schema === of.schema && name === own) || (sees !== 'columns' && mentions(expression, name)),
    );
  const enums = inSchema.of('enum').filter(({ name }) => mentions(expression, name));
  const renames = renamesIn([...tables, ...enums], sides);
  return renames.size === 0 ? expression : (inNewNames(expression, renames) ?? expression);
}

/** What became another name in these tables and enums, and only that: the column of a view is named by the view itself. */
function renamesIn(
  owners: readonly DeclaredObject[],
  { inSchema, names }: Sides,
): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  const doubtful = new Set<string>();
  const note = (from: string, to: string): void => {
    if ((renames.get(from) ?? to) !== to) doubtful.add(from);
    renames.set(from, to);
  };
  for (const owner of owners) {
    const place = { schema: owner.schema ?? '', name: owner.name };
    note(owner.name, names.object(place)[1]);
    for (const { kind, name } of owner.kind === 'table' ? inSchema.partsOf(owner) : []) {
      if (kind === 'column') note(name, names.column(place, name));
    }
  }
  return new Map([...renames].filter(([from, to]) => from !== to && !doubtful.has(from)));
}

/** An enum by the name that it has now, with the brackets of an array behind it. */
function typeText({ type, enum: declared }: TypeName, { names }: Sides): string {
  if (declared === undefined) return type;
  const brackets = /(?:\[\d*\])*$/.exec(type)?.[0] ?? '';
  return names.object(declared).map(quoteIdentifier).join('.') + brackets;
}
