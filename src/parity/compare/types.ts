import { queryAll } from '../../catalog/batch.ts';
import type { Session } from '../../catalog/session.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { Problem } from '../../problem.ts';
import { resolveTypes } from '../judge/resolve-types.ts';
import { tokensOf } from '../judge/tokens.ts';
import type { Names } from '../pair/names.ts';
import type { TypeOf } from '../pair/objects.ts';
import { isTypeName } from '../pair/terms.ts';

/** Namespaces into which the role may not look. */
const HIDDEN = `
SELECT nspname::text, current_user::text FROM pg_catalog.pg_namespace
WHERE nspname = ANY ($1::text[]) AND NOT has_schema_privilege(oid, 'USAGE')
ORDER BY 1`;

/** What the server calls the type of each declared column; undefined where it knows no such type. */
export async function typesOf(
  session: Session,
  declared: readonly DeclaredObject[],
  names: Names,
): Promise<TypeOf> {
  const texts = new Map<DeclaredObject, string>();
  for (const object of declared) {
    const { type } = object.facts;
    if (object.kind === 'column' && isTypeName(type)) texts.set(object, typeText(type, names));
  }
  const known = await resolveTypes(session, [...new Set(texts.values())]);
  await requireUsage(
    session,
    [...known].flatMap(([name, { is }]) => (is === 'unknown' ? [name] : [])),
  );
  return (column) => {
    const text = texts.get(column);
    const found = text === undefined ? undefined : known.get(text);
    return found?.is === 'known' ? found : undefined;
  };
}

/** Refuses to go on where a type may be there that the role cannot see: its columns would look like others. */
async function requireUsage(session: Session, unknown: readonly string[]): Promise<void> {
  if (unknown.length === 0) return;
  const namespaces = unknown.flatMap((name) => {
    const [first, dot] = tokensOf(name) ?? [];
    return dot?.value === '.' && first !== undefined ? [first.value] : session.path;
  });
  const [answer] = await queryAll(session.client, [{ text: HIDDEN, values: [namespaces] }]);
  const hidden = (answer?.rows ?? []) as readonly (readonly [string, string])[];
  if (hidden.length === 0) return;
  const names = hidden.map(([name]) => quoteIdentifier(name)).join(', ');
  throw new Problem({
    code: 'parity/no-usage',
    what: `the role may not look up names in the namespace ${names}: whether it has the type ${unknown.join(', ')} cannot be told`,
    why: 'a column of that type would look like one of another type',
    fix: `GRANT USAGE ON SCHEMA ${names} TO ${quoteIdentifier(hidden[0]?.[1] ?? '')}, which shows no rows, or ask as a role that has it`,
  });
}

/** The type as it can be asked for: an enum that the database calls otherwise, by that name. */
function typeText(
  { type, enum: declared }: { type: string; enum?: Parameters<Names['object']>[0] },
  names: Names,
): string {
  if (declared === undefined) return type;
  const [schema, name] = names.object(declared);
  if (schema === declared.schema && name === declared.name) return type;
  // What stands behind the name are the brackets of an array.
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}${type.slice(type.lastIndexOf('"') + 1)}`;
}
