import type { Session } from '../../catalog/session.ts';
import { attemptAll } from './attempts.ts';
import { firstCandidate, inParts } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { caseOf, isQuery } from './case.ts';
import type { Case } from './case.ts';
import { readKnowledge, relationKey } from './knowledge.ts';
import type { Judgement, Question } from './question.ts';
import { applicationPath } from './search-path.ts';
import { isShadowed, shadowedReason } from './shadows.ts';
import { simplify } from './simplify.ts';
import type { Ledger, Standing } from './standing.ts';

/**
 * Judges what can be judged without making anything: by equal text, and by what Postgres prints for both texts after
 * it has simplified them. Inside `inSnapshot`: two round trips for all questions of all tables, one or two more where
 * any differ, and one for each text that Postgres refuses.
 */
export async function judgeByNormalForm(session: Session, questions: readonly Question[]): Promise<Standing> {
  const ledger: Ledger = { judgements: questions.map(() => undefined), open: [] };
  const cases = questions.flatMap((question, index) => {
    const asked = caseOf(question, index);
    if (asked === undefined) ledger.judgements[index] = UNCLOSED;
    return asked ?? [];
  });
  // A path that may give a word another meaning must be known first.
  const isPathPlain = !session.searchPath.toLowerCase().includes('pg_catalog');
  const asking = cases.filter((asked) => !isPathPlain || !isSameText(asked));
  for (const { index, question } of cases) {
    if (isPathPlain && isSameText({ question })) ledger.judgements[index] = SAME_TEXT;
  }
  if (asking.length === 0) return { ...ledger, knowledge: undefined };
  const knowledge = await readKnowledge(session, asking);
  const candidates: Candidate[] = [];
  for (const asked of asking) {
    const shadow = isShadowed(asked, knowledge);
    const { relation } = asked.question;
    const mayUseTable = relation !== undefined && knowledge.readable.has(relationKey(relation));
    const candidate = isQuery(asked) ? undefined : firstCandidate(asked, knowledge, { mayUseTable });
    if (shadow !== undefined) {
      ledger.judgements[asked.index] = { is: 'undecided', reason: shadowedReason(shadow) };
    } else if (isSameText(asked)) ledger.judgements[asked.index] = SAME_TEXT;
    else if (candidate !== undefined) candidates.push(candidate);
    else ledger.open.push({ asked, because: NOT_SHOWN });
  }
  await attemptAll(session, {
    settings: { search_path: applicationPath(session) },
    attempts: inParts(candidates).map((part) => simplify(part, { ledger, knowledge })),
  });
  return { ...ledger, knowledge };
}

const SAME_TEXT: Judgement = { is: 'equal', by: 'text' };
const UNCLOSED: Judgement = {
  is: 'undecided',
  reason: 'a quote, a comment or a bracket in it is not closed: close it in the schema',
};
const NOT_SHOWN = 'a plan does not show all of a query';

function isSameText({ question: { declared, live } }: Pick<Case, 'question'>): boolean {
  return declared.trim() === live.trim();
}
