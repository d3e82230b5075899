import { address } from '../../catalog/object.ts';
import type { Pair } from '../../parity/pair/siblings.ts';
import { Problem } from '../../problem.ts';
import type { RenameQuestion } from './draft-result.ts';

/** What may have another name, object by object. */
export function questionsOf(open: readonly Pair[]): readonly RenameQuestion[] {
  const questions = new Map<string, { kind: string; candidates: string[] }>();
  for (const { declared, live } of open) {
    const from = address(live);
    const question = questions.get(from) ?? { kind: live.kind, candidates: [] };
    questions.set(from, question);
    if (!question.candidates.includes(address(declared))) question.candidates.push(address(declared));
  }
  return [...questions].map(([from, { kind, candidates }]) => ({ kind, from, candidates }));
}

/** Refuses what was said of names that nothing has, or that need no new one. */
export function refuseUnused(unused: readonly string[]): void {
  if (unused.length === 0) return;
  throw new Problem({
    code: 'draft/no-such-rename',
    what: `${unused.join(', ')}: nothing in the database that is called so has to be renamed or dropped`,
    why: 'what is said of a name that is not there may have been meant for another one',
    fix: 'write the names as they are in the database and in the schema, each with its namespace: auth.users.name:auth.users.full_name',
  });
}
