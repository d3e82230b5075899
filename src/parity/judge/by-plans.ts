import type { Statement } from '../../catalog/batch.ts';
import type { Session } from '../../catalog/session.ts';
import { attemptAll } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { firstCandidate, nextCandidate, queryCandidate } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { isQuery } from './case.ts';
import { fromOf } from './from.ts';
import { hiddenInQueryPlan } from './hidden.ts';
import { relationKey } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import { frozenMoment, frozenReason, inOneSpelling } from './moments.ts';
import { mayBeNotationOfPlans, TWO_NOTATIONS } from './notation.ts';
import { explain, explainQuery, planOf } from './plan.ts';
import type { Judgement } from './question.ts';
import { applicationPath } from './search-path.ts';
import { settle } from './standing.ts';
import type { Ledger, Open } from './standing.ts';

/** What is known where no twin can be made. */
interface Context {
  readonly session: Session;
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
  /** Why it cannot, and what would help. */
  readonly noTwins: string;
}

/** Judges queries by their whole plans, as far as a plan shows all that they say, and leaves the rest undecided. */
export async function judgeByPlans(open: readonly Open[], context: Context): Promise<void> {
  const { session, knowledge, ledger } = context;
  const attempts: Attempt[] = [];
  for (const { asked, because } of open) {
    const { relation, sees } = asked.question;
    const mayUseTable = relation !== undefined && knowledge.readable.has(relationKey(relation));
    const candidate =
      sees === 'query' ? queryCandidate(asked) : firstCandidate(asked, knowledge, { mayUseTable });
    if (candidate !== undefined && isQuery(asked)) attempts.push(attemptOf(candidate, context));
    else ledger.judgements[asked.index] = undecided(because, context);
  }
  await attemptAll(session, {
    settings: {
      search_path: applicationPath(session),
      // What a policy lets this role see is no part of a definition: an error is better than a plan with it.
      row_security: 'off',
      ...(session.version >= 18 ? { enable_self_join_elimination: 'off' } : {}),
    },
    attempts,
  });
}

function undecided(because: string, { noTwins }: Context): Judgement {
  return { is: 'undecided', reason: `${because}. A temporary view might tell, but ${noTwins}` };
}

function attemptOf(candidate: Candidate, context: Context, written = candidate): Attempt {
  const { ledger, knowledge } = context;
  const { asked } = candidate;
  const isWhole = asked.question.sees === 'query';
  const [declared, live] = isWhole ? queries(candidate) : expressions(candidate);
  // The first one again: were the tables' statistics renewed in between, nothing would follow from another plan.
  const plans = [declared, live, declared];
  return {
    statements: [...plans.map(({ plan }) => plan), declared.columns, live.columns].filter(
      (one) => one !== undefined,
    ),
    accepted: (answers) => {
      const [one, other, again] = answers.slice(0, 3).map((answer) => JSON.stringify(planOf(answer)));
      const [mine, yours] = answers.slice(3).map(({ fields }) => JSON.stringify(fields.map(named)));
      const settleAs = (judgement: Judgement): readonly Attempt[] => {
        settle(ledger, candidate, judgement);
        return [];
      };
      const frozen = frozenMoment(asked.declared, one ?? '');
      if (frozen !== undefined) return settleAs({ is: 'undecided', reason: frozenReason(frozen) });
      if (one !== again) return settleAs(undecided('its plan changes while it is looked at', context));
      // A column that nobody named goes by the word for the moment, so that the second spelling has other names.
      const isNamedAlike = candidate !== written || mine === yours;
      if (one !== other || !isNamedAlike) {
        const spelled = candidate === written && isNamedAlike ? inOneSpellingOf(candidate) : undefined;
        if (spelled !== undefined) return [attemptOf(spelled, context, candidate)];
        const [ours, theirs] = [planOf(answers[0]), planOf(answers[1])];
        if (isNamedAlike && mayBeNotationOfPlans(ours, theirs, knowledge)) {
          return settleAs(undecided(TWO_NOTATIONS, context));
        }
        const { declared: ofSchema, live: ofDatabase } = written.asked.question;
        return settleAs({ is: 'different', declared: ofSchema, live: ofDatabase });
      }
      const hidden = hiddenInQueryPlan(asked, one ?? '', knowledge);
      return settleAs(hidden === undefined ? { is: 'equal', by: 'normal form' } : undecided(hidden, context));
    },
    refused: ({ message }) => {
      const refusal = `Postgres says: ${message}`;
      const next = nextCandidate(candidate, refusal);
      if (next !== undefined) return [attemptOf(next, context)];
      settle(ledger, candidate, undecided(candidate.refusal ?? refusal, context));
      return [];
    },
  };
}

/** The same with every moment in one spelling, where the sides have two. */
function inOneSpellingOf(candidate: Candidate): Candidate | undefined {
  const { asked, reading } = candidate;
  const spelled = inOneSpelling(
    { text: reading.expression, tokens: reading.tokens },
    { text: asked.question.live, tokens: asked.live },
  );
  return (
    spelled && {
      ...candidate,
      reading: { ...reading, expression: spelled.declared },
      asked: { ...asked, question: { ...asked.question, live: spelled.live } },
    }
  );
}

interface Side {
  readonly plan: Statement;
  /** Tells names and types of what it gives. */
  readonly columns?: Statement;
}

function queries({ asked, reading }: Candidate): readonly [Side, Side] {
  const side = (text: string): Side => ({
    plan: explainQuery(`(${text}\n)`),
    columns: { text: `SELECT * FROM (${text}\n) AS keelson LIMIT 0` },
  });
  return [side(reading.expression), side(asked.question.live)];
}

function expressions(candidate: Candidate): readonly [Side, Side] {
  const { type, live } = candidate.asked.question;
  const from = fromOf([candidate]);
  const cast = (text: string): string => `(${text}\n)${type === undefined ? '' : `::${type}`}`;
  return [
    { plan: explain([cast(candidate.reading.expression)], from.declared) },
    { plan: explain([cast(live)], from.live) },
  ];
}

function named({
  name,
  dataTypeID,
  dataTypeModifier,
}: {
  name: string;
  dataTypeID: number;
  dataTypeModifier: number;
}) {
  return [name, dataTypeID, dataTypeModifier];
}
