import { COLLATIONS } from '../../catalog/families/collation.ts';
import type { Session } from '../../catalog/session.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { attemptAll } from '../judge/attempts.ts';
import type { Attempt } from '../judge/attempts.ts';
import { applicationPath } from '../judge/search-path.ts';
import type { TypeOf } from '../pair/objects.ts';

/** What the catalogue calls a collation, and whether it is the one that a type has by itself. */
const NAME = `
SELECT co.name, co.oid IS NOT DISTINCT FROM (SELECT t.typcollation FROM pg_catalog.pg_type t WHERE t.oid = to_regtype($2))
FROM ${COLLATIONS} co WHERE co.oid = to_regcollation($1)
ORDER BY 1`;

/** What the server calls the collation of each column that is declared with one; null where it goes without saying. */
export async function collationsOf(
  session: Session,
  declared: readonly DeclaredObject[],
  typeOf: TypeOf,
): Promise<ReadonlyMap<DeclaredObject, string | null>> {
  const found = new Map<DeclaredObject, string | null>();
  const attempts = declared.flatMap((column): readonly Attempt[] => {
    const { collation } = column.facts;
    if (column.kind !== 'column' || typeof collation !== 'string') return [];
    return [
      {
        statements: [{ text: NAME, values: [collation, typeOf(column)?.bare ?? ''] }],
        accepted([answer]) {
          const [name = collation, isOwn = false] = (answer?.rows[0] ?? []) as readonly [string?, boolean?];
          found.set(column, isOwn ? null : name);
          return [];
        },
        // What is no collation's name is none that a column could have.
        refused: () => [],
      },
    ];
  });
  await attemptAll(session, { attempts, settings: { search_path: applicationPath(session) } });
  return found;
}
