import type { CatalogObject } from '../../../catalog/object.ts';
import { textsFact } from '../../render/facts.ts';
import { asLive } from '../live-terms.ts';
import { namesOf } from '../live-texts.ts';
import { declaredOf, once } from '../sides.ts';
import type { Sides } from '../sides.ts';

/**
 * An object that is made again, as it is to be: what it was need not mean anything any more. As it was where nobody
 * declared it, or where it is to name what is made later.
 */
export function asWanted(live: CatalogObject, sides: Sides): CatalogObject {
  const declared = declaredOf(live, sides);
  if (declared === undefined || declared.existing) return live;
  const wanted = asLive(declared, sides, live);
  return isEarly(wanted, live, sides) ? live : wanted;
}

function isEarly(wanted: CatalogObject, live: CatalogObject, sides: Sides): boolean {
  const late = madeLater(sides);
  if (late.size === 0) return false;
  const named = [
    ...['columns', 'include', 'referencedColumns'].flatMap((fact) => textsFact(wanted, fact)),
    ...textsFact(wanted, 'references').slice(1),
    ...namesOf(live, sides),
  ];
  return named.some((name) => late.has(name));
}

/** Names of what is made once all types are what they are to be. */
const madeLater: (sides: Sides) => ReadonlySet<string> = once((sides) => {
  const names = sides.missing.flatMap((one) => (isMadeLater(one, sides) ? one.name : []));
  return new Set(names);
});

/** Whether a missing object is made after the types of columns are changed: a table, a view, or a column that needs them. */
export function isMadeLater(
  { kind, facts }: { readonly kind: string; readonly facts: Readonly<Record<string, unknown>> },
  sides: Sides,
): boolean {
  if (kind === 'table' || kind === 'view' || kind === 'materialized view') return true;
  if (kind !== 'column') return false;
  return typeof facts.generated === 'string' || isOfChangedEnum(facts.type, sides);
}

function isOfChangedEnum(type: unknown, { subjects }: Sides): boolean {
  const of = (type ?? {}) as { readonly enum?: { readonly schema: string; readonly name: string } };
  if (of.enum === undefined) return false;
  const { schema, name } = of.enum;
  return subjects.some(
    ({ attribute, declared }) =>
      attribute === 'values' &&
      declared?.kind === 'enum' &&
      declared.schema === schema &&
      declared.name === name,
  );
}
