import { runBatch } from '../../catalog/batch.ts';
import { inScratch, inSnapshot } from '../../catalog/session.ts';
import type { Session } from '../../catalog/session.ts';
import { attemptAll } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { judgeByPlans } from './by-plans.ts';
import { firstCandidate, inParts, nextCandidate, queryCandidate } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { caseOf } from './case.ts';
import type { Knowledge } from './knowledge.ts';
import { frozenMoment, frozenReason, inOneSpelling } from './moments.ts';
import { READ_ONLY_TRANSACTION } from './no-twins.ts';
import type { Judgement } from './question.ts';
import { certainly, refusalOf, withRefusal } from './refused.ts';
import { applicationPath, EMPTY_PATH } from './search-path.ts';
import { MOST_GENERATIONS, settle } from './standing.ts';
import type { Ledger, Open, Standing } from './standing.ts';
import {
  areSameQueries,
  DECLARED_TWIN,
  expressionTwins,
  printedExpressions,
  printedQueries,
  queryTwins,
  sameExpressions,
} from './twin.ts';
import type { Texts } from './twin.ts';
import { tokensOf } from './tokens.ts';

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
  for (const { asked, because, candidate: known } of open) {
    if (asked.question.sees === 'query') queries.push(queryCandidate(asked));
    else {
      const candidate = known ?? firstCandidate(asked, context.knowledge, { mayUseTable: true });
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

/** Texts that Postgres has printed, with every moment in one spelling where the sides have two. */
function printedTexts(declared: string, live: string): { readonly declared: string; readonly live: string } {
  const written = (text: string) => ({ text, tokens: tokensOf(text) ?? [] });
  return inOneSpelling(written(declared), written(live)) ?? { declared, live };
}

function attemptOf(part: readonly Candidate[], laid: Laid, context: Context): Attempt {
  const { texts, path, generation } = laid;
  const isOfQuery = part[0]?.asked.question.sees === 'query';
  // What prints alike at once needs no trees.
  const options = { path, withTrees: generation > 1 };
  return {
    statements: isOfQuery ? queryTwins(texts, options) : expressionTwins(part, texts, options),
    accepted: (answers) => {
      const printed = isOfQuery ? printedQueries(answers) : printedExpressions(answers, part.length);
      const isSame = isOfQuery ? [areSameQueries(answers)] : sameExpressions(answers);
      const again: Candidate[] = [];
      const next: { declared: string[]; live: string[] } = { declared: [], live: [] };
      part.forEach((candidate, place) => {
        const declared = printed.declared[place] ?? '';
        const live = printed.live[place] ?? '';
        const judgement = judgementOf({
          candidate,
          declared,
          live,
          isSame: declared === live || isSame[place] === true,
          isStable: declared === texts.declared[place] && live === texts.live[place],
          generation,
        });
        if (judgement !== undefined) settle(context.ledger, candidate, judgement);
        else {
          const laidNext = printedTexts(declared, live);
          again.push(inLiveNames(candidate, laidNext.declared, laidNext.live));
          next.declared.push(laidNext.declared);
          next.live.push(laidNext.live);
        }
      });
      if (again.length === 0) return [];
      return [attemptOf(again, { texts: next, path: EMPTY_PATH, generation: generation + 1 }, context)];
    },
    refused: (error, statement) => {
      if (part.length > 1) return part.map((one) => firstAttempt([one], context));
      return part.flatMap((before) => {
        const isOfDeclared = generation === 1 && statement.text.startsWith(DECLARED_TWIN);
        const one = isOfDeclared ? withRefusal(before, error) : before;
        const next = nextCandidate(one, refusalOf(error, statement));
        if (next !== undefined) return [firstAttempt([next], context)];
        const reason = one.refusal ?? refusalOf(error, statement);
        const judgement = isOfDeclared ? certainly(one, error) : undefined;
        settle(context.ledger, one, judgement ?? { is: 'undecided', reason });
        return [];
      });
    },
  };
}

interface Printed {
  readonly candidate: Candidate;
  readonly declared: string;
  readonly live: string;
  /** Whether they are one, by text or by tree. */
  readonly isSame: boolean;
  readonly isStable: boolean;
  readonly generation: number;
}

/** What two printed texts say; undefined when they must be printed once more. */
function judgementOf({
  candidate,
  declared,
  live,
  isSame,
  isStable,
  generation,
}: Printed): Judgement | undefined {
  const frozen = generation === 1 ? frozenMoment(candidate.asked.declared, declared) : undefined;
  if (frozen !== undefined) return { is: 'undecided', reason: frozenReason(frozen) };
  if (isSame) return { is: 'equal', by: 'twin' };
  // The trees are those of the second time.
  if (isStable && generation > 1) return { is: 'different', declared, live };
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
