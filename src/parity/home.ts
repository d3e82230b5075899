import { queryAll } from '../catalog/batch.ts';
import type { Session } from '../catalog/session.ts';

/** Where a declared name without namespace is looked for when nothing says otherwise. */
const DEFAULT_HOME = 'public';

/** The first namespace of a path that has one of these relations or types. */
const HOME = `
SELECT n.nspname FROM unnest($1::text[]) WITH ORDINALITY AS path(name, place)
JOIN pg_namespace n ON n.nspname = path.name
WHERE EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = ANY ($2::text[]))
ORDER BY path.place
LIMIT 1`;

/**
 * The namespace that a name without one means to the application. A path may begin with one that merely has the name of
 * the role, so that the names are looked for: the first namespace with any of them, as Postgres itself would do.
 */
export async function homeOf(session: Session, names: readonly string[]): Promise<string> {
  const [first, ...others] = session.path;
  if (first === undefined) return DEFAULT_HOME;
  if (others.length === 0 || names.length === 0) return first;
  const [answer] = await queryAll(session.client, [{ text: HOME, values: [session.path, names] }]);
  return (answer?.rows[0]?.[0] as string | undefined) ?? first;
}
