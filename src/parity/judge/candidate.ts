import { relationKey } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import type { Case } from './case.ts';
import { readingsOf } from './readings.ts';
import type { Reading } from './readings.ts';
import { rowSourcesOf } from './row-source.ts';
import type { RowSource } from './row-source.ts';

/** One way to lay the two texts of a question before Postgres, and the ways that are left if it refuses. */
export interface Candidate {
  readonly asked: Case;
  readonly reading: Reading;
  readonly source: RowSource;
  readonly others: readonly Pick<Candidate, 'reading' | 'source'>[];
  /** What Postgres said of the first way that was tried. */
  readonly refusal: string | undefined;
  /** Whether the declared text names a column that the table itself, which the role may read, has not. */
  readonly lacksColumn: boolean;
}

/** The likeliest way; undefined where there is none. */
export function firstCandidate(
  asked: Case,
  knowledge: Knowledge,
  { mayUseTable }: { mayUseTable: boolean },
): Candidate | undefined {
  const sources = rowSourcesOf(asked, { mayUseTable });
  const [first, ...others] = readingsOf(asked, knowledge).flatMap((reading) =>
    sources.map((source) => ({ reading, source })),
  );
  return first && { asked, ...first, others, refusal: undefined, lacksColumn: false };
}

/** The next one after a refusal. */
export function nextCandidate(candidate: Candidate, refusal: string): Candidate | undefined {
  const [next, ...others] = candidate.others;
  return next && { ...candidate, ...next, others, refusal: candidate.refusal ?? refusal };
}

/** In parts that can stand in one statement: those of one table, or of none. */
export function inParts(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const parts = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { relation } = candidate.asked.question;
    const { source } = candidate;
    const key = source + (source === 'nothing' || relation === undefined ? '' : relationKey(relation));
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [candidate]);
    else part.push(candidate);
  }
  return [...parts.values()].flatMap(inChunks);
}

/** Far below the number of columns that a query or a view can have, of which each candidate takes up to twelve. */
const MOST = 130;

function inChunks(part: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const count = Math.ceil(part.length / MOST);
  return Array.from({ length: count }, (_, chunk) => part.slice(chunk * MOST, (chunk + 1) * MOST));
}

/** A query stands alone, without the semicolon at its end. */
export function queryCandidate(asked: Case): Candidate {
  const { declared, question } = asked;
  const end = declared.findLastIndex(({ value }) => value !== ';');
  const tokens = declared.slice(0, end + 1);
  const reading = { expression: question.declared.slice(0, tokens.at(-1)?.to), tokens };
  return { asked, reading, source: 'nothing', others: [], refusal: undefined, lacksColumn: false };
}
