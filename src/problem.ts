/** The parts of a message: where and what, why it matters, what to do, and a code that is a heading in docs/errors.md. */
export interface ProblemParts {
  readonly code: string;
  readonly what: string;
  readonly why?: string;
  readonly fix: string;
  readonly cause?: unknown;
}

/** An error that a person can act on. Every failure that Keelson foresees is one; anything else is a bug. */
export class Problem extends Error {
  readonly code: string;
  readonly what: string;
  readonly why: string | undefined;
  readonly fix: string;

  constructor({ code, what, why, fix, cause }: ProblemParts) {
    const lines = [what, ...(why === undefined ? [] : [why]), `fix: ${fix}`, `[${code}]`];
    super(lines.join('\n'), cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.code = code;
    this.what = what;
    this.why = why;
    this.fix = fix;
  }
}
