import { identityKey } from '../../../catalog/object.ts';
import type { Identity } from '../../../catalog/object.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import { camelCase, isIdentifier } from '../code.ts';

/** Words that no variable at the top of a module can have for a name, or that mean something else inside. */
const RESERVED = new Set(
  [
    'arguments eval exports globalThis many module one relations require t undefined',
    'await break case catch class const continue debugger default delete do else enum export extends false finally',
    'for function if implements import in instanceof interface let new null package private protected public return',
    'static super switch this throw true try typeof var void while with yield',
  ].flatMap((words) => words.split(' ')),
);

/** Drizzle's own names, which a table's variable would hide from what is declared after it. */
export const BUILDERS: ReadonlySet<string> = new Set(
  [
    'bigint bigserial bit boolean char check cidr customType date doublePrecision foreignKey geometry halfvec index',
    'inet integer interval json jsonb line macaddr macaddr8 numeric pgEnum pgMaterializedView pgPolicy pgRole pgSchema',
    'pgSequence pgTable pgView point primaryKey real serial smallint smallserial sparsevec sql text time timestamp',
    'unique uniqueIndex uuid varchar vector',
  ].flatMap((words) => words.split(' ')),
);

/** Names that no variable of a schema may have. */
export const NOT_FREE: ReadonlySet<string> = new Set([...RESERVED, ...BUILDERS]);

/** Variables for what is not declared yet, by identity: `export const …`, each another one. */
export function newVariables(
  undeclared: readonly Identity[],
  declared: readonly DeclaredObject[],
): ReadonlyMap<string, string> {
  const taken = new Set([...NOT_FREE, ...declared.map(({ origin }) => origin.exported ?? '')]);
  const variables = new Map<string, string>();
  for (const object of undeclared) {
    if (object.parent !== null) continue;
    const variable = freeName(object, taken);
    taken.add(variable);
    variables.set(identityKey(object), variable);
  }
  return variables;
}

function freeName({ schema, name }: Identity, taken: ReadonlySet<string>): string {
  return freeOf([name, `${schema ?? ''}_${name}`, `${name}_of_${schema ?? ''}`].map(camelCase), taken);
}

/** The first of these names that a variable can have and nothing else has, or one with a number. */
export function freeOf(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find((one) => isIdentifier(one) && !taken.has(one));
  if (free !== undefined) return free;
  const [own = ''] = candidates;
  const stem = isIdentifier(own) ? own : `_${own.replaceAll(/[^\p{ID_Continue}$]+/gu, '')}`;
  let number = 2;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}
