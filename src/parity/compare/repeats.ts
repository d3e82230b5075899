import type { Question } from '../judge/question.ts';

/** Questions without those that are asked again, and a way back to all of them. */
export interface Distinct {
  readonly questions: readonly Question[];
  /** An answer for each of the questions that there were. */
  spread<Answer>(answers: readonly Answer[]): readonly Answer[];
}

/** Most defaults of a schema are the same few, and a default names no table that could make a difference. */
export function withoutRepeats(questions: readonly Question[]): Distinct {
  const places = new Map<string, number>();
  const distinct: Question[] = [];
  const place = questions.map((question) => {
    const { declared, live, sees, type, storedAs } = question;
    const key = sees === 'nothing' ? JSON.stringify([declared, live, type, storedAs]) : undefined;
    const known = key === undefined ? undefined : places.get(key);
    if (known !== undefined) return known;
    if (key !== undefined) places.set(key, distinct.length);
    return distinct.push(question) - 1;
  });
  return {
    questions: distinct,
    spread: <Answer>(answers: readonly Answer[]) =>
      place.flatMap((index) => (index < answers.length ? [answers[index] as Answer] : [])),
  };
}
