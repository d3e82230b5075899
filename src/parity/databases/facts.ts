import type { Family } from '../../catalog/family.ts';
import type { Fact } from '../../catalog/object.ts';
import type { DatabaseDifference, DatabaseUndecided } from './comparison.ts';
import { FORMS } from './forms.ts';
import type { Ignoring } from './ignored.ts';
import { sameFact } from './pairs.ts';
import type { Pair } from './pairs.ts';
import { otherFact } from './said.ts';
import type { Question } from './settle.ts';

/** What the facts of paired objects say. */
export interface ComparedFacts {
  readonly differences: readonly DatabaseDifference[];
  /** Texts of expressions that differ: whether that is a difference is Postgres' to say. */
  readonly open: readonly Open[];
  readonly undecided: readonly DatabaseUndecided[];
  /** How many were compared. */
  readonly count: number;
}

/** A difference, if the answer to a question is that it is one. */
export interface Open {
  readonly difference: DatabaseDifference;
  readonly question: Question;
}

/** Facts that only repeat what others say: of the sequence itself, of a setting, of where an object comes from. */
export const REPEATED: ReadonlySet<string> = new Set([
  ...['Type', 'Start', 'Increment', 'Min', 'Max', 'Cache', 'Cycle'].map((fact) => `column.sequence${fact}`),
  ...['column', 'check', 'not null constraint', 'primary key', 'unique', 'foreign key'].map(
    (kind) => `${kind}.inherited`,
  ),
  ...['exclusion constraint.inherited', 'index.inherited', 'index.opclasses', 'index.defaultOpclasses'],
]);

/** Facts that are null where the reader may not know them, and an empty list where there is nothing to know. */
const HIDDEN: ReadonlySet<string> = new Set(['user mapping.options']);

/** Compares every fact of every pair but one, which says something of siblings. */
export function compareFacts(
  family: Family,
  {
    both,
    ignored,
    except,
  }: { readonly both: readonly Pair[]; readonly ignored: Ignoring; readonly except: string },
): ComparedFacts {
  const attributes = Object.keys(family.facts).filter(
    (attribute) => attribute !== except && !REPEATED.has(`${family.kind}.${attribute}`),
  );
  const hideable = new Set(attributes.filter((attribute) => HIDDEN.has(`${family.kind}.${attribute}`)));
  const differences: DatabaseDifference[] = [];
  const open: Open[] = [];
  const undecided: DatabaseUndecided[] = [];
  for (const pair of both) {
    for (const attribute of attributes) {
      const expected = pair.expected.facts[attribute] ?? null;
      const actual = pair.actual.facts[attribute] ?? null;
      const isHidden = hideable.has(attribute) && (expected === null || actual === null);
      const isEqual = sameFact(expected, actual) || isEcho(family, { attribute, expected, actual });
      if ((!isHidden && isEqual) || ignored.ignores(pair.expected, attribute)) continue;
      const difference = otherFact(pair.expected, { attribute, expected, actual });
      const isText = family.facts[attribute]?.expression === true;
      const question = isText ? questionOf(pair, { attribute, expected, actual }) : undefined;
      if (isHidden) undecided.push(hidden(difference));
      else if (question === undefined) differences.push(difference);
      else open.push({ difference, question });
    }
  }
  return { differences, open, undecided, count: both.length * attributes.length };
}

/** Whether a fact differs only by what others say already: a foreign key's triggers are called after its actions. */
function isEcho(
  { kind }: Family,
  { attribute, expected, actual }: { attribute: string; expected: Fact; actual: Fact },
): boolean {
  if (kind !== 'foreign key' || attribute !== 'triggers') return false;
  const [ours, theirs] = [expected, actual].map((fact) =>
    listOf(fact)
      .map((trigger) => String(trigger).replace(/(?<=RI_FKey_)(?!check_)[a-z]+_/, ''))
      .sort(),
  );
  return sameFact(ours, theirs);
}

function hidden({ message: _, ...rest }: DatabaseDifference): DatabaseUndecided {
  const sides = [rest.expected === null && 'expected', rest.actual === null && 'actual'].filter(Boolean);
  return {
    ...rest,
    reason: `Postgres does not show it to the role that reads the ${sides.join(' and the ')} database. Its owner or a superuser would let it be decided`,
  };
}

/** Undefined where the difference is one whatever Postgres says: no text on one side, or more of them. */
export function questionOf(
  pair: Pair,
  { attribute, expected, actual }: { attribute: string; expected: Fact; actual: Fact },
): Question | undefined {
  const form = FORMS[`${pair.expected.kind}.${attribute}`];
  if (form === undefined || expected === null || actual === null) return undefined;
  const [ours, theirs] = [listOf(expected), listOf(actual)];
  const isAlike =
    ours.length === theirs.length &&
    ours.every((text, index) => (text === null) === (theirs[index] === null));
  if (!isAlike) return undefined;
  return {
    form,
    expected: { object: pair.expected, texts: ours.filter((text) => text !== null).map(String) },
    actual: { object: pair.actual, texts: theirs.filter((text) => text !== null).map(String) },
  };
}

function listOf(fact: Fact): readonly Fact[] {
  return Array.isArray(fact) ? (fact as readonly Fact[]) : [fact];
}
