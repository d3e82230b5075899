import type { Attempt } from './attempts.ts';
import { nextCandidate } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { fromOf } from './from.ts';
import { hiddenInPlan } from './hidden.ts';
import type { Knowledge } from './knowledge.ts';
import { frozenMoment, frozenReason } from './moments.ts';
import type { Moments } from './moments.ts';
import { explain, isPlain, planOf } from './plan.ts';
import { MOST_GENERATIONS, settle } from './standing.ts';
import type { Ledger } from './standing.ts';

interface Context {
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
  readonly moments: Moments;
}

/** Both texts of a candidate: as what the value becomes and, where that may be the same sooner, as what is stored. */
interface Laid {
  readonly candidate: Candidate;
  readonly declared: readonly string[];
  readonly live: readonly string[];
}

/** Has Postgres simplify the texts of several questions about one table, and judges what it prints. */
export function simplify(part: readonly Candidate[], context: Context): Attempt {
  const laid = part.map((candidate) => ({
    candidate,
    declared: casts(candidate, candidate.reading.expression, context.knowledge),
    live: casts(candidate, candidate.asked.question.live, context.knowledge),
  }));
  return attemptOf(laid, 1, context);
}

function casts({ asked: { question } }: Candidate, text: string, knowledge: Knowledge): readonly string[] {
  const { type, storedAs } = question;
  // A comment at the end would take the bracket with it.
  const bracketed = `(${text}\n)`;
  if (type === undefined) return [bracketed];
  const isRounded = storedAs !== undefined && storedAs !== type && knowledge.roundingTypes.has(type);
  const types = [knowledge.beneath.get(type) ?? type, ...(isRounded ? [storedAs] : [])];
  return types.map((name) => `${bracketed}::${name}`);
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
    refused: ({ message }) => {
      if (part.length > 1) return oneByOne();
      return part.flatMap((one) => {
        const refusal = `Postgres says: ${message}`;
        const next = generation === 1 ? nextCandidate(one, refusal) : undefined;
        if (next !== undefined) return [simplify([next], context)];
        context.ledger.open.push({ asked: one.asked, because: one.refusal ?? refusal });
        return [];
      });
    },
  };
}

const NOT_SHOWN = 'a plan does not show all of it';

/** Writes down what two printed texts say; false when they must be printed once more. */
function decide(before: Laid, printed: Laid, generation: number, context: Context): boolean {
  const { ledger, knowledge, moments } = context;
  const { candidate } = printed;
  const { asked } = candidate;
  const { question } = asked;
  const [declared = '', declaredStored] = printed.declared;
  const [live = '', liveStored] = printed.live;
  const frozen = generation === 1 ? frozenMoment(asked.declared, declared) : undefined;
  if (frozen !== undefined) {
    settle(ledger, candidate, { is: 'undecided', reason: frozenReason(frozen) });
    return true;
  }
  const ways = question.sees === 'nothing' ? moments.get(question.type ?? '') : undefined;
  const isEqual =
    declared === live ||
    (declaredStored !== undefined && declaredStored === liveStored) ||
    (ways?.has(declared) === true && ways.has(live));
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
  if (isStable) settle(ledger, candidate, { is: 'different', declared, live });
  else ledger.open.push({ asked, because: 'a plan prints it otherwise each time' });
  return true;
}
