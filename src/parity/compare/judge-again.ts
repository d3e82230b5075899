import type { Session } from '../../catalog/session.ts';
import { judge } from '../judge/judge.ts';
import type { Judgement, Question } from '../judge/question.ts';
import { inNewNames, renamedIn } from '../pair/new-names.ts';

/**
 * What the schema writes of a renamed table Postgres does not understand, though nothing but the name may have
 * changed: such texts are asked again in the database's own names.
 */
export async function judgeAgain(
  session: Session,
  {
    questions,
    judgements,
    renames,
  }: {
    readonly questions: readonly Question[];
    readonly judgements: readonly Judgement[];
    readonly renames: ReadonlyMap<string, string>;
  },
): Promise<readonly Judgement[]> {
  if (renames.size === 0) return judgements;
  const again = new Map<number, Question>();
  judgements.forEach(({ is }, index) => {
    const question = questions[index];
    if (is !== 'undecided' || question === undefined) return;
    const declared =
      inNewNames(question.declared, renames) ?? (isRenamed(question) ? question.declared : undefined);
    if (declared !== undefined) again.set(index, inLiveNames(question, declared));
  });
  const answers = await judge(session, [...again.values()]);
  const answered = new Map([...again.keys()].map((index, place) => [index, answers[place]]));
  return judgements.map((judgement, index) => {
    const answer = answered.get(index);
    if (answer?.is === 'equal') return answer;
    const names = renamedIn(questions[index]?.declared ?? '', renames);
    if (answer === undefined || names.length === 0) return judgement;
    // A query says a new name in more places than its text does, so that nothing else follows.
    const list = names.map((name) => `${name}, which the database calls ${renames.get(name) ?? name}`);
    return { is: 'undecided', reason: `it names ${list.join(', and ')}: settle the name, then check again` };
  });
}

/** Whether its table has columns of another name. */
function isRenamed({ relation }: Question): boolean {
  return relation?.columns.some(({ live, declared }) => live !== declared) ?? false;
}

function inLiveNames(question: Question, declared: string): Question {
  const { relation } = question;
  return {
    ...question,
    declared,
    ...(relation !== undefined && {
      relation: {
        ...relation,
        declaredName: relation.name,
        columns: relation.columns.map((column) => ({ ...column, declared: column.live })),
      },
    }),
  };
}
