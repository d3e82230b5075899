import type { Session } from '../../catalog/session.ts';
import { runBatch } from '../../catalog/batch.ts';
import { attemptAll } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { applicationPath } from './search-path.ts';

/** Takes a type's name and nothing else, whatever the text holds. */
const TYPE = `
SELECT oid::text, typtype = 'd' FROM pg_catalog.pg_type WHERE oid = to_regtype($1)
ORDER BY 1`;

const PRINT = `
SELECT format_type(u.type, u.modifier), format_type(u.type, -1) FROM unnest($1::oid[], $2::int4[]) WITH ORDINALITY AS u(type, modifier, place)
ORDER BY u.place`;

/** What a type's name stands for. */
export type ResolvedType =
  | { readonly is: 'known'; readonly text: string; /** Without its modifiers. */ readonly bare: string }
  | { readonly is: 'unknown'; readonly reason: string };

/**
 * What Postgres calls the types that a schema writes, modifiers and all. Inside `inSnapshot`: three round trips,
 * and one more for each text that is no type's name at all.
 */
export async function resolveTypes(
  session: Session,
  names: readonly string[],
): Promise<ReadonlyMap<string, ResolvedType>> {
  const resolved = new Map<string, ResolvedType>();
  const found: { readonly name: string; readonly type: string; readonly modifier: string }[] = [];
  const unknown = (name: string, reason: string): readonly Attempt[] => {
    resolved.set(name, { is: 'unknown', reason });
    return [];
  };
  const lookUp = (name: string): Attempt => ({
    statements: [{ text: TYPE, values: [name] }],
    accepted: ([answer]) => {
      const [type, isDomain] = (answer?.rows[0] ?? []) as readonly [string?, boolean?];
      if (type === undefined)
        return unknown(name, `there is no type ${name} in the search_path ${session.searchPath}`);
      return [modifierOf(name, type, isDomain === true)];
    },
    refused: ({ message }) => unknown(name, `Postgres says: ${message}`),
  });
  // Only a value of the type tells its modifiers, on every version.
  const modifierOf = (name: string, type: string, isDomain: boolean): Attempt => ({
    statements: [{ text: `SELECT NULL::${name}` }],
    accepted: ([answer]) => {
      const [field, ...others] = answer?.fields ?? [];
      // A domain is announced as the type beneath it, and has no modifiers of its own.
      const modifier = isDomain ? -1 : field?.dataTypeModifier;
      if (others.length > 0 || modifier === undefined || (!isDomain && String(field?.dataTypeID) !== type)) {
        return unknown(name, 'it is more than the name of a type');
      }
      found.push({ name, type, modifier: String(modifier) });
      return [];
    },
    refused: ({ message }) => unknown(name, `Postgres says: ${message}`),
  });
  await attemptAll(session, {
    settings: { search_path: applicationPath(session) },
    attempts: [...new Set(names)].map(lookUp),
  });
  if (found.length === 0) return resolved;
  const { answers, error } = await runBatch(session.client, [
    { text: PRINT, values: [found.map(({ type }) => type), found.map(({ modifier }) => modifier)] },
  ]);
  if (error !== undefined) throw error;
  answers[0]?.rows.forEach(([text, bare], place) => {
    resolved.set(found[place]?.name ?? '', { is: 'known', text: String(text), bare: String(bare) });
  });
  return resolved;
}
