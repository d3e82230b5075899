import { FAMILIES } from '../../catalog/families.ts';
import { inSnapshot, withSession } from '../../catalog/session.ts';
import type { Connection, Session } from '../../catalog/session.ts';
import { Problem } from '../../problem.ts';
import { placeOf } from '../place.ts';
import { compareCatalogues } from './catalogues.ts';
import type { Progress } from './catalogues.ts';
import type { DatabaseComparison, DatabaseDifference, DatabaseUndecided } from './comparison.ts';
import type { Open } from './facts.ts';
import { BOOKKEEPING, ignoring } from './ignored.ts';
import type { Ignored } from './ignored.ts';
import { compareIdentities } from './pairs.ts';
import { settle } from './settle.ts';
import type { Answer } from './settle.ts';

/** Which two databases, and what of them. */
export interface CompareDatabasesOptions {
  /** A URL, settings, a pg.Pool or a pg.Client each. */
  readonly expected: string | Connection;
  readonly actual: string | Connection;
  /** The namespaces; all that people made unless given. What lives in none, as roles, is compared in any case. */
  readonly schemas?: readonly string[];
  /** What may differ. */
  readonly ignore?: readonly Ignored[];
  /** What this package and Knex write down about migrations: ignored unless it is to be compared. */
  readonly bookkeeping?: 'ignored' | 'compared';
  /** Told after each kind of object. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Compares all that the catalogues of two databases say, and changes neither. Texts that Postgres prints differently
 * are read again by the expected database, or by the actual one where that one may not.
 */
export async function compareDatabases({
  expected,
  actual,
  schemas,
  ignore = [],
  bookkeeping = 'ignored',
  onProgress,
}: CompareDatabasesOptions): Promise<DatabaseComparison> {
  const ignored = ignoring([...(bookkeeping === 'ignored' ? BOOKKEEPING : []), ...ignore]);
  const places = [placeOf(expected, 'expected'), placeOf(actual, 'actual')] as const;
  return await withSession(places[0], async (one) =>
    withSession(places[1], async (other) => {
      requireSameVersion(one, other);
      const found = await inSnapshot(one, async () =>
        inSnapshot(other, async () => compareCatalogues([one, other], { ignored, schemas, onProgress })),
      );
      const open = found.open.flat();
      const questions = open.map(({ question }) => question);
      const decided = decide(open, await settle(questions, [one, other]));
      const differences = [...found.differences, decided.different].flat();
      const undecided = [...found.undecided, decided.undecided].flat();
      return {
        agrees: differences.length === 0 && undecided.length === 0,
        differences: differences.sort(byPlace),
        undecided: undecided.sort(byPlace),
        compared: {
          version: one.version,
          objects: found.objects,
          facts: found.facts,
          ignored: found.ignored,
        },
      };
    }),
  );
}

function decide(
  open: readonly Open[],
  answers: readonly Answer[],
): { readonly different: DatabaseDifference[]; readonly undecided: DatabaseUndecided[] } {
  const different: DatabaseDifference[] = [];
  const undecided: DatabaseUndecided[] = [];
  open.forEach(({ difference }, index) => {
    const answer = answers[index] ?? 'different';
    if (answer === 'different') different.push(difference);
    else if (answer !== 'same') {
      const { message: _, ...rest } = difference;
      undecided.push({ ...rest, reason: answer.reason });
    }
  });
  return { different, undecided };
}

const KINDS = new Map(FAMILIES.map(({ kind }, index) => [kind, index]));

/** By kind, then by name; facts of one object stay in the order of its kind. */
function byPlace(
  one: DatabaseDifference | DatabaseUndecided,
  other: DatabaseDifference | DatabaseUndecided,
): number {
  return (
    (KINDS.get(one.kind) ?? 0) - (KINDS.get(other.kind) ?? 0) ||
    compareIdentities(one.identity, other.identity)
  );
}

/** Each version prints in its own way and knows facts of its own, so that every difference could be one of these. */
function requireSameVersion(expected: Session, actual: Session): void {
  if (expected.version === actual.version) return;
  throw new Problem({
    code: 'parity/versions-differ',
    what: `the expected database is on Postgres ${expected.version}, the actual one on Postgres ${actual.version}`,
    why: 'each major version keeps and prints definitions in its own way, so that equal databases would differ',
    fix: `compare two databases on Postgres ${actual.version}: build the expected one there, or restore a dump of it`,
  });
}
