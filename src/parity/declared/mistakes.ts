import { Problem } from '../../problem.ts';
import type { ProblemParts } from '../../problem.ts';

/** One Problem that says all that is wrong. */
export function problemOf(mistakes: readonly ProblemParts[]): Problem {
  const [first] = mistakes;
  if (first !== undefined && mistakes.length === 1) return new Problem(first);
  const codes = new Set(mistakes.map(({ code }) => code));
  return new Problem({
    code: codes.size === 1 && first !== undefined ? first.code : 'parity/schema-mistakes',
    what: `the Drizzle schema has ${mistakes.length} mistakes:\n${mistakes.map(shown).join('\n')}`,
    fix: 'correct each of them as it says',
  });
}

function shown({ code, what, why, fix }: ProblemParts): string {
  const lines = [what, ...(why === undefined ? [] : [why]), `fix: ${fix}`, `[${code}]`];
  return lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`).join('\n');
}
