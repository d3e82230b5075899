import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { nameOfToken, sqlTokens } from '../declared/sql-tokens.ts';

/** Finds the enum that a type is, or is an array of, as Postgres prints it. */
export function enumTypes(objects: readonly CatalogObject[]): (type: string) => CatalogObject | undefined {
  const enums = new Map(
    objects.filter(({ kind }) => kind === 'enum').map((one) => [keyOf(one.schema, one.name), one]),
  );
  return (type) => {
    const tokens = sqlTokens(type.replace(/(?:\[\])+$/, ''));
    if (tokens.length !== 3 || tokens[1]?.text !== '.') return undefined;
    const [schema, , name] = tokens.map(nameOfToken);
    return enums.get(keyOf(schema ?? null, name ?? null));
  };
}
