import type { DatabaseError } from 'pg';
import { runBatch } from '../../catalog/batch.ts';
import type { Statement } from '../../catalog/batch.ts';
import { inScratch, inSnapshot } from '../../catalog/session.ts';
import type { Session } from '../../catalog/session.ts';
import { attemptAll } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { judgeByPlans } from './by-plans.ts';
import { firstCandidate, inParts, nextCandidate, queryCandidate } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { caseOf } from './case.ts';
import type { Knowledge } from './knowledge.ts';
import { frozenMoment, frozenReason } from './moments.ts';
import { READ_ONLY_TRANSACTION } from './no-twins.ts';
import type { Judgement } from './question.ts';
import { applicationPath, EMPTY_PATH } from './search-path.ts';
import { MOST_GENERATIONS, settle } from './standing.ts';
import type { Ledger, Open, Standing } from './standing.ts';
import {
  DECLARED_TWIN,
  expressionTwins,
  LIVE_TWIN,
  printedExpressions,
  printedQueries,
  queryTwins,
} from './twin.ts';
import type { Texts } from './twin.ts';

/**
 * Judges what a plan left open: both texts are made into temporary views, printed, and rolled back. Where none can
 * be made, plans decide what they can and the rest stays undecided, with the reason. Outside of `inSnapshot`.
 */
export async function judgeByTwins(session: Session, standing: Standing): Promise<readonly Judgement[]> {
  const { open, knowledge } = standing;
  const ledger: Ledger = { judgements: [...standing.judgements], open: [] };
  if (open.length > 0 && knowledge !== undefined) {
    const context = { session, ledger, knowledge };
    if (knowledge.noTwins === undefined) {
      await inScratch(session, async () => {
        if (await isReadOnly(session))
          await judgeByPlans(open, { ...context, noTwins: READ_ONLY_TRANSACTION });
        else await makeTwins(open, context);
      });
    } else {
      const { noTwins } = knowledge;
      await inSnapshot(session, async () => {
        await judgeByPlans(open, { ...context, noTwins });
      });
    }
  }
  return ledger.judgements.map((judgement) => {
    if (judgement === undefined) throw new Error('a question was left without a judgement');
    return judgement;
  });
}

/** Our own transactions are not, but we may have come into one that is. */
async function isReadOnly(session: Session): Promise<boolean> {
  if (!session.isNested) return false;
  const { answers, error } = await runBatch(session.client, [
    { text: `SELECT current_setting('transaction_read_only')` },
  ]);
  if (error !== undefined) throw error;
  return answers[0]?.rows[0]?.[0] === 'on';
}

interface Context {
  readonly session: Session;
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
}

async function makeTwins(open: readonly Open[], context: Context): Promise<void> {
  const queries: Candidate[] = [];
  const expressions: Candidate[] = [];
  for (const { asked, because } of open) {
    if (asked.question.sees === 'query') queries.push(queryCandidate(asked));
    else {
      const candidate = firstCandidate(asked, context.knowledge, { mayUseTable: true });
      if (candidate !== undefined) expressions.push(candidate);
      else context.ledger.judgements[asked.index] = { is: 'undecided', reason: because };
    }
  }
  const parts = [...queries.map((query) => [query]), ...inParts(expressions)];
  await attemptAll(context.session, {
    settings: { search_path: EMPTY_PATH },
    attempts: parts.map((part) => firstAttempt(part, context)),
  });
}

/** The texts as they are given, each read under the path under which it was written. */
function firstAttempt(part: readonly Candidate[], context: Context): Attempt {
  const cast = ({ asked: { question } }: Candidate, text: string): string =>
    question.type === undefined
      ? text
      : `(${text}\n)::${context.knowledge.beneath.get(question.type) ?? question.type}`;
  const texts = {
    declared: part.map((one) => cast(one, one.reading.expression)),
    live: part.map((one) => cast(one, one.asked.question.live)),
  };
  return attemptOf(part, { texts, path: applicationPath(context.session), generation: 1 }, context);
}

interface Laid {
  readonly texts: Texts;
  readonly path: string;
  /** How often Postgres has printed the texts after this attempt. */
  readonly generation: number;
}

function attemptOf(part: readonly Candidate[], laid: Laid, context: Context): Attempt {
  const { texts, path, generation } = laid;
  const isOfQuery = part[0]?.asked.question.sees === 'query';
  return {
    statements: isOfQuery ? queryTwins(texts, path) : expressionTwins(part, texts, path),
    accepted: (answers) => {
      const printed = isOfQuery ? printedQueries(answers) : printedExpressions(answers, part.length);
      const again: Candidate[] = [];
      const next: { declared: string[]; live: string[] } = { declared: [], live: [] };
      part.forEach((candidate, place) => {
        const declared = printed.declared[place] ?? '';
        const live = printed.live[place] ?? '';
        const isStable = declared === texts.declared[place] && live === texts.live[place];
        const judgement = judgementOf({ candidate, declared, live, isStable, generation });
        if (judgement !== undefined) settle(context.ledger, candidate, judgement);
        else {
          again.push(inLiveNames(candidate, declared, live));
          next.declared.push(declared);
          next.live.push(live);
        }
      });
      if (again.length === 0) return [];
      return [attemptOf(again, { texts: next, path: EMPTY_PATH, generation: generation + 1 }, context)];
    },
    refused: (error, statement) => {
      if (part.length > 1) return part.map((one) => firstAttempt([one], context));
      return part.flatMap((one) => {
        const next = nextCandidate(one, refusalOf(error, statement));
        if (next !== undefined) return [firstAttempt([next], context)];
        settle(context.ledger, one, { is: 'undecided', reason: one.refusal ?? refusalOf(error, statement) });
        return [];
      });
    },
  };
}

interface Printed {
  readonly candidate: Candidate;
  readonly declared: string;
  readonly live: string;
  readonly isStable: boolean;
  readonly generation: number;
}

/** What two printed texts say; undefined when they must be printed once more. */
function judgementOf({ candidate, declared, live, isStable, generation }: Printed): Judgement | undefined {
  const frozen = generation === 1 ? frozenMoment(candidate.asked.declared, declared) : undefined;
  if (frozen !== undefined) return { is: 'undecided', reason: frozenReason(frozen) };
  if (declared === live) return { is: 'equal', by: 'twin' };
  if (isStable) return { is: 'different', declared, live };
  if (generation < MOST_GENERATIONS) return undefined;
  return {
    is: 'undecided',
    reason:
      'Postgres prints it otherwise each time it reads what it printed: write it as the database has it',
  };
}

/** What Postgres has printed names the columns as the database does, on both sides. */
function inLiveNames(candidate: Candidate, declared: string, live: string): Candidate {
  const { question, index } = candidate.asked;
  const relation = question.relation && {
    ...question.relation,
    declaredName: question.relation.name,
    columns: question.relation.columns.map((column) => ({ ...column, declared: column.live })),
  };
  const asked = caseOf({ ...question, declared, live, relation }, index);
  if (asked === undefined) throw new Error(`Postgres printed what does not close: ${declared} or ${live}`);
  return { ...candidate, asked, others: [] };
}

/** What Postgres said, of which text, and what to do about it. */
function refusalOf({ code = '', message }: DatabaseError, { text }: Statement): string {
  const isDeclared = text.startsWith(DECLARED_TWIN);
  const what = isDeclared
    ? 'what is declared'
    : text.startsWith(LIVE_TWIN)
      ? 'what it printed'
      : 'a temporary view';
  const refusal = `Postgres refuses ${what}: ${message}`;
  if (code === LOCKED) return `${refusal}. Ask again when nobody is changing the table`;
  if (code === NOT_ALLOWED) return `${refusal}. Grant it, or ask as a role that may`;
  return isDeclared && /^(?:22|42)/.test(code) ? `${refusal}. Correct it, or migrate what it names` : refusal;
}

const LOCKED = '55P03';
const NOT_ALLOWED = '42501';
