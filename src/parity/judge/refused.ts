import type { DatabaseError } from 'pg';
import type { Statement } from '../../catalog/batch.ts';
import type { Candidate } from './candidate.ts';
import { isQuery } from './case.ts';
import type { Judgement } from './question.ts';
import type { Token } from './tokens.ts';
import { DECLARED_TWIN, LIVE_TWIN } from './twin.ts';

const NOT_A_VALUE = '22P02';
const NO_COLUMN = '42703';
const LOCKED = '55P03';
const NOT_ALLOWED = '42501';

/**
 * A candidate with what the refusal of its declared text says for certain: a column that the table itself has not.
 * Another row than the table's own may only not show it, and in a query the column may be of another table.
 */
export function withRefusal(candidate: Candidate, { code }: DatabaseError): Candidate {
  const lacksColumn = code === NO_COLUMN && candidate.source === 'table' && !isQuery(candidate.asked);
  return lacksColumn ? { ...candidate, lacksColumn } : candidate;
}

/**
 * What follows where Postgres cannot read what is declared, and has the live text from itself: a label that the enum
 * has not, or a column that the table has not, cannot be what the live text says. Undefined where nothing follows.
 */
export function certainly(candidate: Candidate, { code, routine }: DatabaseError): Judgement | undefined {
  const { declared, live, sees, alsoAs } = candidate.asked.question;
  const isNoLabel = code === NOT_A_VALUE && routine === 'enum_in' && sees === 'nothing';
  // With the declared type the column may take the label.
  const isOtherValue = isNoLabel && alsoAs === undefined && isLiteral(candidate.reading.tokens);
  return candidate.lacksColumn || isOtherValue ? { is: 'different', declared, live } : undefined;
}

/** Whether it is a value as it is written, with the name of its type or without. */
function isLiteral(tokens: readonly Token[]): boolean {
  return tokens.every(({ kind, value }, index) => {
    if (kind === 'string') return true;
    if (kind === 'mark') return '[]:,.'.includes(value);
    return (index === 0 && value === 'array') || [':', '.'].includes(tokens[index - 1]?.value ?? '');
  });
}

/** What Postgres said, of which text, and what to do about it. */
export function refusalOf({ code = '', message }: DatabaseError, { text }: Statement): string {
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
