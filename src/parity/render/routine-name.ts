import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { qualified } from './names.ts';
import { splitAt } from './printed-name.ts';

/** A routine as it is called where it is meant and not run: with the types of its arguments. */
export function routineName(routine: Identity): string {
  const [name, types] = parts(routine);
  return `${qualified([routine.schema, name])}(${types})`;
}

/** An aggregate that takes nothing is said to take a star. */
export function aggregateName(aggregate: Identity): string {
  const [name, types] = parts(aggregate);
  return `${qualified([aggregate.schema, name])}(${types === '' ? '*' : types})`;
}

/** The name alone, for the statement that makes it. */
export function routineWord(routine: Identity): string {
  return qualified([routine.schema, parts(routine)[0]]);
}

/** An operator with the types of its operands. Its own name needs no quotes. */
export function operatorName({ schema, name }: Identity): string {
  const at = name.indexOf('(');
  return `${operatorWord({ schema, name })} ${name.slice(at)}`;
}

/** The operator alone. */
export function operatorWord({ schema, name }: Pick<Identity, 'schema' | 'name'>): string {
  const word = name.slice(0, name.indexOf('('));
  return schema === null ? word : `${quoteIdentifier(schema)}.${word}`;
}

/** What an operator takes, on its left and on its right; NONE for nothing. */
export function operands({ name }: CatalogObject): readonly string[] {
  return splitAt(name.slice(name.indexOf('(') + 1, -1), ', ');
}

/**
 * The name, which may hold anything, and the types, which hold a parenthesis only in quotes: the one that opens them is
 * the last one outside of these.
 */
function parts({ name }: Identity): readonly [name: string, types: string] {
  let quoted = false;
  for (let at = name.length - 1; at > 0; at -= 1) {
    if (name[at] === '"') quoted = !quoted;
    else if (name[at] === '(' && !quoted) return [name.slice(0, at), name.slice(at + 1, -1)];
  }
  return [name, ''];
}
