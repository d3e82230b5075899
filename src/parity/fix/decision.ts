import type { Pieces } from './builder/piece.ts';
import { remark } from './knex.ts';

const WORD = 'Decide';

/** What only a person can decide about what follows: said wherever the rest is not. */
export function decision(what: string): Pieces {
  return remark(`${WORD} ${what}.`);
}

/** Whether a line of a remark is about something that a person has to decide. */
export function isDecision(line: string): boolean {
  return line.startsWith(`${WORD} `);
}
