import { inSnapshot } from '../../catalog/session.ts';
import type { Session } from '../../catalog/session.ts';
import { judgeByTwins } from './by-twins.ts';
import { judgeByNormalForm } from './normal-form.ts';
import type { Judgement, Question } from './question.ts';

/**
 * Whether what a schema declares means what the database holds, by Postgres: in the order of the questions. Equal
 * text; what Postgres makes of both texts before it would compute them; for what that hides, temporary views that are
 * rolled back.
 */
export async function judge(session: Session, questions: readonly Question[]): Promise<readonly Judgement[]> {
  const standing = await inSnapshot(session, async () => await judgeByNormalForm(session, questions));
  return await judgeByTwins(session, standing);
}
