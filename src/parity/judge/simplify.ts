import type { Attempt } from './attempts.ts';
import { nextCandidate } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { fromOf } from './from.ts';
import { hiddenInPlan } from './hidden.ts';
import type { Knowledge } from './knowledge.ts';
import { frozenMoment, frozenReason, inOneSpelling } from './moments.ts';
import { mayBeNotation, TWO_NOTATIONS } from './notation.ts';
import { explain, isPlain, planOf } from './plan.ts';
import { certainly, withRefusal } from './refused.ts';
import { MOST_GENERATIONS, settle } from './standing.ts';
import type { Ledger } from './standing.ts';
import { tokensOf } from './tokens.ts';

interface Context {
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
}

/**
 * Both texts of a candidate: as what the value becomes first, and in other ways in which they may be the same sooner.
 * Alike in one way, they are alike.
 */
interface Laid {
  readonly candidate: Candidate;
  readonly declared: readonly string[];
  readonly live: readonly string[];
}

/** Has Postgres simplify the texts of several questions about one table, and judges what it prints. */
export function simplify(part: readonly Candidate[], context: Context): Attempt {
  return attemptOf(
    part.map((candidate) => inAllWays(candidate, context.knowledge)),
    1,
    context,
  );
}

function inAllWays(candidate: Candidate, { beneath, roundingTypes }: Knowledge): Laid {
  const { reading, asked } = candidate;
  const { type, storedAs, alsoAs, live, sees } = asked.question;
  const texts = { declared: reading.expression, live };
  const spelled = inOneSpelling(
    {
      text: texts.declared,
      tokens: texts.declared === asked.question.declared ? reading.tokens : (tokensOf(texts.declared) ?? []),
    },
    { text: live, tokens: asked.live },
    sees === 'nothing' ? storedAs : undefined,
  );
  const asTypes = [type, storedAs === type ? undefined : storedAs, alsoAs?.type, alsoAs?.storedAs];
  const bare = [type, type, alsoAs?.type, alsoAs?.type];
  const types = asTypes.flatMap((name, index) => {
    const isRounded = index % 2 === 1;
    if (name === undefined || (isRounded && !roundingTypes.has(bare[index] ?? ''))) return [];
    return isRounded ? name : (beneath.get(name) ?? name);
  });
  // A comment at the end would take the bracket with it.
  const lay = (side: 'declared' | 'live'): readonly string[] =>
    [texts, spelled ?? []].flat().flatMap((pair) => {
      const bracketed = `(${pair[side]}\n)`;
      return type === undefined ? [bracketed] : types.map((name) => `${bracketed}::${name}`);
    });
  return { candidate, declared: lay('declared'), live: lay('live') };
}

/** Only as what the value becomes: where a text is no value of another type, that is no reason to know nothing. */
function inOneWay({ candidate, declared, live }: Laid): Laid {
  return { candidate, declared: declared.slice(0, 1), live: live.slice(0, 1) };
}

function attemptOf(laid: readonly Laid[], generation: number, context: Context): Attempt {
  const part = laid.map(({ candidate }) => candidate);
  const declared = laid.flatMap((one) => one.declared);
  const live = laid.flatMap((one) => one.live);
  const from = fromOf(part, generation);
  const oneByOne = (): readonly Attempt[] => part.map((one) => simplify([one], context));
  return {
    statements:
      from.declared === from.live
        ? [explain([...declared, ...live], from.live)]
        : [explain(declared, from.declared), explain(live, from.live)],
    accepted: (answers) => {
      const plans = answers.map(planOf);
      const output = plans.flatMap((plan) => plan.Output ?? []);
      if (!plans.every(isPlain) || output.length !== declared.length + live.length) {
        if (part.length > 1) return oneByOne();
        for (const { asked } of part) context.ledger.open.push({ asked, because: NOT_SHOWN });
        return [];
      }
      const again: Laid[] = [];
      let place = 0;
      for (const one of laid) {
        const end = place + one.declared.length;
        const printed = {
          candidate: one.candidate,
          declared: output.slice(place, end),
          live: output.slice(declared.length + place, declared.length + end),
        };
        place = end;
        if (!decide(one, printed, generation, context)) again.push(printed);
      }
      return again.length === 0 ? [] : [attemptOf(again, generation + 1, context)];
    },
    refused: (error) => {
      if (part.length > 1) return oneByOne();
      if (laid.some(({ live }) => live.length > 1))
        return [attemptOf(laid.map(inOneWay), generation, context)];
      return part.flatMap((before) => {
        const one = generation === 1 ? withRefusal(before, error) : before;
        const refusal = `Postgres says: ${error.message}`;
        const next = generation === 1 ? nextCandidate(one, refusal) : undefined;
        if (next !== undefined) return [simplify([next], context)];
        const judgement = generation === 1 ? certainly(one, error) : undefined;
        if (judgement !== undefined) settle(context.ledger, one, judgement);
        else context.ledger.open.push({ asked: one.asked, because: one.refusal ?? refusal });
        return [];
      });
    },
  };
}

const NOT_SHOWN = 'a plan does not show all of it';

/** Writes down what two printed texts say; false when they must be printed once more. */
function decide(before: Laid, printed: Laid, generation: number, context: Context): boolean {
  const { ledger, knowledge } = context;
  const { candidate } = printed;
  const { asked } = candidate;
  const [declared = ''] = printed.declared;
  const [live = ''] = printed.live;
  const frozen = generation === 1 ? frozenMoment(asked.declared, declared) : undefined;
  if (frozen !== undefined) {
    settle(ledger, candidate, { is: 'undecided', reason: frozenReason(frozen) });
    return true;
  }
  const isEqual = printed.declared.some((text, way) => text === printed.live[way]);
  if (isEqual) {
    const because = hiddenInPlan(
      { ...asked, declared: candidate.reading.tokens },
      { declared, live },
      knowledge,
    );
    if (because !== undefined) ledger.open.push({ asked, because });
    else settle(ledger, candidate, { is: 'equal', by: 'normal form' });
    return true;
  }
  const isStable = declared === before.declared[0] && live === before.live[0];
  if (!isStable && generation < MOST_GENERATIONS) return false;
  if (!isStable) ledger.open.push({ asked, because: 'a plan prints it otherwise each time' });
  else if (mayBeOneInTwoNotations(printed, knowledge)) {
    ledger.open.push({ asked, because: TWO_NOTATIONS, candidate });
  } else settle(ledger, candidate, { is: 'different', declared, live });
  return true;
}

function mayBeOneInTwoNotations({ candidate, declared, live }: Laid, { castFunctions }: Knowledge): boolean {
  const columns = candidate.asked.question.relation?.columns ?? [];
  return mayBeNotation(tokensOf(declared[0] ?? '') ?? [], tokensOf(live[0] ?? '') ?? [], {
    castFunctions,
    columns: new Set(columns.map((column) => column.live)),
  });
}
