import type { Fact } from '../catalog/object.ts';
import type { DatabaseComparison, DatabaseDifference } from './databases/comparison.ts';
import { groupOf } from './compare/differences.ts';
import type { Difference, Undecided, Verdict } from './verdict.ts';

/**
 * Adds to a verdict what the database has otherwise than its migrations make it, as far as the verdict does not say
 * so already: what Drizzle cannot declare.
 */
export function withReplay(verdict: Verdict, { differences, undecided }: DatabaseComparison): Verdict {
  const said = new Set([...verdict.differences, ...verdict.undecided].map(({ object }) => object));
  const added: Difference[] = differences
    .filter(({ object }) => !said.has(object))
    .map((one) => ({
      ...placeOf(one),
      message: one.message,
      fix: {
        schema: 'nothing: it is not about the schema',
        migration:
          'a migration that makes it so, if it was meant; if not, undo by hand what was done by hand',
      },
    }));
  const open: Undecided[] = undecided
    .filter(({ object }) => !said.has(object))
    .map((one) => ({ ...placeOf(one), reason: one.reason }));
  const all = {
    differences: [...verdict.differences, ...added],
    undecided: [...verdict.undecided, ...open],
  };
  return { ...verdict, ...all, agrees: all.differences.length === 0 && all.undecided.length === 0 };
}

function placeOf({
  code,
  kind,
  identity,
  object,
  attribute,
  expected,
  actual,
}: Omit<DatabaseDifference, 'message'>) {
  return {
    code: `replay/${code}`,
    kind,
    identity,
    object,
    group: groupOf(identity),
    attribute,
    declared: shown(expected),
    live: shown(actual),
    origin: undefined,
  };
}

function shown(fact: Fact | undefined): string | undefined {
  if (fact === undefined) return undefined;
  return typeof fact === 'string' ? fact : JSON.stringify(fact);
}
