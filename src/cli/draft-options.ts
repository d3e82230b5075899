import { draftMigration } from '../migrations/index.ts';
import type { Draft, DraftOptions, RenameQuestion } from '../migrations/index.ts';
import { Problem } from '../problem.ts';
import { UsageProblem } from './arguments.ts';
import { choose, isAttended } from './terminal.ts';

/** Options of the commands that plan what becomes of a database. */
export const DRAFT_OPTIONS = {
  schema: {
    type: 'string',
    value: 'path',
    help: "the schema's file, folder or pattern; else drizzle.config's, else a place such as src/db/schema.ts",
  },
  schemas: {
    type: 'string',
    value: 'a,b',
    help: 'the namespaces to look at; else those that the schema uses',
  },
  casing: {
    type: 'string',
    choices: ['snake_case', 'camelCase', 'none'],
    help: "Drizzle's casing; else drizzle.config's",
  },
  ignore: { type: 'string', value: 'a.b,c.*', help: 'objects to leave alone' },
  rename: {
    type: 'string',
    value: 'from:to,…',
    help: 'what has another name from now on: auth.users.name:auth.users.full_name',
  },
  drop: { type: 'string', value: 'a.b,…', help: 'what is not another thing under a new name, but goes' },
  'at-once': { type: 'boolean', help: 'all in one migration, whoever has to wait for it' },
  server: {
    type: 'string',
    value: 'postgres://…',
    help: "where scratch databases may be made, of the same major version; else the tests' server",
  },
} as const;

/** What was said on the command line about names. */
export function saidRenames({
  rename,
  drop,
}: {
  readonly rename: string | undefined;
  readonly drop: string | undefined;
}): Readonly<Record<string, string | null>> {
  const pairs = listed(rename).map((one): readonly [string, string] => {
    const [from = '', to = '', more] = one.split(':').map((name) => name.trim());
    if (from === '' || to === '' || more !== undefined) throw badRename(one);
    return [from, to];
  });
  return { ...Object.fromEntries(listed(drop).map((one) => [one, null])), ...Object.fromEntries(pairs) };
}

/** Drafts, and asks a person at the terminal what only they can know. Without one, what is to be said is listed. */
export async function draftAsking(options: DraftOptions): Promise<Draft> {
  let renames = { ...options.renames };
  for (;;) {
    const draft = await draftMigration({ ...options, renames });
    const [question] = draft.questions;
    if (question === undefined) return draft;
    if (!isAttended()) throw unanswered(draft.questions);
    renames = { ...renames, [question.from]: await answerTo(question) };
  }
}

async function answerTo({ kind, from, candidates }: RenameQuestion): Promise<string | null> {
  const answer = await choose(
    `The ${kind} ${from} is in the database, and the schema does not have it. What became of it?`,
    [
      ...candidates.map((to) => `it is called ${to} now, and keeps what it holds`),
      'it goes, with what it holds; what is new is new',
    ],
  );
  if (answer === undefined) throw nobodyAnswered(from);
  return candidates[answer] ?? null;
}

/** Words between commas. */
export function listed(words: string | undefined): readonly string[] {
  return words === undefined ? [] : words.split(',').map((word) => word.trim());
}

function badRename(one: string): UsageProblem {
  return new UsageProblem({
    code: 'cli/usage',
    what: `--rename ${one}: it is not an old name, a colon and a new one`,
    fix: 'write both with their namespaces: --rename auth.users.name:auth.users.full_name',
  });
}

function nobodyAnswered(from: string): Problem {
  return new Problem({
    code: 'draft/unanswered',
    what: `nobody answered what became of ${from}; nothing was written`,
    fix: `answer with a number, or say it on the command line: --rename ${from}:new.name, or --drop ${from}`,
  });
}

function unanswered(questions: readonly RenameQuestion[]): Problem {
  return new Problem({
    code: 'draft/unanswered',
    what: `only a person knows whether these have another name from now on:\n${questions
      .map(({ kind, from, candidates }) => `  ${kind} ${from}: ${candidates.join(', ')}, or gone`)
      .join('\n')}`,
    why: 'what is renamed keeps what it holds, and what is dropped loses it; nothing was written',
    fix: questions
      .map(({ from, candidates }) => `--rename ${from}:${candidates[0] ?? ''}, or --drop ${from}`)
      .join('\n     '),
  });
}
