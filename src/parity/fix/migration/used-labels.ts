import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { DeclaredFact, DeclaredObject, TypeName } from '../../declared/model.ts';
import { sqlTokens } from '../../declared/sql-tokens.ts';
import { isExpression, isTypeName } from '../../pair/terms.ts';
import { once } from '../sides.ts';
import type { Sides } from '../sides.ts';

/**
 * Whether new values of an enum are used by what else is mended: Postgres takes none in the transaction that adds it.
 * A column that becomes one of the enum may hold any of them.
 */
export function areUsedAtOnce(
  type: Pick<CatalogObject, 'schema' | 'name'>,
  values: readonly string[],
  sides: Sides,
): boolean {
  if (values.length === 0) return false;
  const isBecome = sides.subjects.some(
    ({ attribute, declared, live }) =>
      live?.kind === 'column' && attribute === 'type' && isOf(declared?.facts.type, type, sides),
  );
  return isBecome || values.some((value) => constantsToCome(sides).some((constant) => says(constant, value)));
}

/** The constants in all that is made or changed, as far as it is known. */
const constantsToCome: (sides: Sides) => readonly string[] = once((sides) => {
  const tables = new Set(
    sides.missing.filter(({ kind }) => kind === 'table').map(({ schema, name }) => keyOf(schema, name)),
  );
  const isToCome = (one: DeclaredObject): boolean =>
    sides.differing.has(identityKey(one)) || tables.has(keyOf(one.schema, one.parent));
  return [
    ...new Set(
      sides.declared
        .filter(isToCome)
        .flatMap(({ facts }) => Object.values(facts).flatMap(expressionsIn))
        .flatMap((text) => sqlTokens(text).filter(({ kind }) => kind === 'text'))
        .map(({ text }) => text),
    ),
  ];
});

function expressionsIn(fact: DeclaredFact): readonly string[] {
  if (isExpression(fact)) return [fact.expression];
  return Array.isArray(fact) ? (fact as readonly DeclaredFact[]).flatMap(expressionsIn) : [];
}

/** Whether a constant is a value, or holds it among others as an array does. */
function says(constant: string, value: string): boolean {
  const inside = constant.slice(constant.indexOf("'") + 1, -1);
  const written = value.replaceAll("'", "''");
  return inside === written || (inside.startsWith('{') && inside.includes(written));
}

function isOf(
  fact: unknown,
  { schema, name }: Pick<CatalogObject, 'schema' | 'name'>,
  { names }: Sides,
): boolean {
  const type: TypeName | undefined = isTypeName(fact) ? fact : undefined;
  if (type?.enum === undefined) return false;
  const [liveSchema, liveName] = names.object(type.enum);
  return liveSchema === schema && liveName === name;
}
