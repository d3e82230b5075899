import type { Fact } from '../../catalog/object.ts';
import type { Judgement } from '../judge/question.ts';
import type { Finding } from '../fix/index.ts';
import type { Pair } from '../pair/siblings.ts';
import type { Undecided } from '../verdict.ts';
import { factDifference, place } from './differences.ts';
import type { FactComparison } from './facts.ts';
import { shownFact } from './shown.ts';

/** What is to be said of one pair. */
export interface Conclusion {
  readonly pair: Pair;
  readonly differences: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

const NONE: readonly never[] = [];

/** Puts the judge's answers to what was compared directly. */
export function conclude(
  { pair, disagreements, questions }: FactComparison,
  judgements: readonly Judgement[],
): Conclusion {
  // Nearly all pairs.
  if (disagreements.length === 0 && questions.length === 0)
    return { pair, differences: NONE, undecided: NONE };
  const differences = disagreements.map((one) => factDifference(pair, one));
  const undecided: Undecided[] = [];
  questions.forEach(({ attribute, index, declared, live }, number) => {
    const judgement = judgements[number];
    if (judgement === undefined) throw new Error('a question was left without an answer');
    // Of a default that is null and a condition that always holds Postgres keeps nothing: this is neither.
    const isNone = pair.live.facts[attribute] === null && judgement.is !== 'equal';
    if (isNone) {
      differences.push(factDifference(pair, { attribute, declared: declared.expression, live: null }));
      return;
    }
    if (judgement.is === 'undecided') {
      undecided.push({
        ...place(pair.declared, attribute),
        declared: shownFact(attribute, declared.expression),
        live: shownFact(attribute, live),
        reason: judgement.reason,
        origin: pair.declared.origin,
      });
      return;
    }
    if (judgement.is === 'different') {
      differences.push(
        factDifference(pair, { attribute, declared: judgement.declared, live: judgement.live }),
      );
    }
    if (index !== undefined) differences.push(...keyDifferences(pair, index, judgement));
  });
  return { pair, differences, undecided };
}

/** What stood in the text of an index key beside its expression, so that only the judge could find it. */
function keyDifferences(pair: Pair, index: number, { opclass, collation }: Judgement): readonly Finding[] {
  const differences: Finding[] = [];
  const lay = (attribute: string, declared: Fact): void => {
    const live = (pair.live.facts[attribute] as readonly Fact[])[index] ?? null;
    if (declared !== live) differences.push(factDifference(pair, { attribute, declared, live }));
  };
  const states = (attribute: string): boolean => {
    const stated = pair.declared.facts[attribute] as readonly Fact[] | undefined;
    return (stated?.[index] ?? null) !== null;
  };
  // What the schema states beside the expression was compared already.
  if (!states('opclasses')) {
    if (opclass === undefined) lay('defaultOpclasses', true);
    else lay('opclasses', opclass);
  }
  if (collation !== undefined && !states('collations')) lay('collations', collation);
  return differences;
}
