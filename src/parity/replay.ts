import type { Fact } from '../catalog/object.ts';
import { shownFact } from './compare/shown.ts';
import type { DatabaseComparison, DatabaseDifference } from './databases/comparison.ts';
import { groupOf } from './compare/differences.ts';
import type { Difference, Undecided, Verdict } from './verdict.ts';

/**
 * Adds to a verdict what the database has otherwise than its migrations make it, as far as the verdict does not say
 * so already: what Drizzle cannot declare, which is then judged too.
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
          '// a migration that makes it so, if it was meant; if not, undo by hand what was done by hand',
      },
    }));
  const open: Undecided[] = undecided
    .filter(({ object }) => !said.has(object))
    .map((one) => ({ ...placeOf(one), reason: one.reason }));
  const all = {
    differences: [...verdict.differences, ...added],
    undecided: [...verdict.undecided, ...open],
  };
  return {
    ...verdict,
    ...all,
    unmanaged: [],
    agrees: all.differences.length === 0 && all.undecided.length === 0,
  };
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
    declared: shown(attribute, expected),
    live: shown(attribute, actual),
    origin: undefined,
  };
}

/** In words, as the verdict has them; an object as a whole is only there or not. */
function shown(attribute: string, fact: Fact | undefined): string | undefined {
  if (fact === undefined) return undefined;
  return attribute === 'missing' || attribute === 'unexpected' ? String(fact) : shownFact(attribute, fact);
}
