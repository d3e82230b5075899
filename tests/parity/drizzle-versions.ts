import * as orm from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import * as nextOrm from 'drizzle-orm-1';
import * as nextPg from 'drizzle-orm-1/pg-core';
import { Problem } from '../../src/problem.ts';

/** One version of Drizzle. */
export interface Drizzle {
  readonly name: string;
  /** Whether it is from before 1.0, where arrays are columns of their own and names are cased late. */
  readonly isOld: boolean;
  readonly pg: typeof pg;
  readonly orm: typeof orm;
}

/** The version that the project uses, and the next one with the same functions, as far as they are the same. */
export const OLD: Drizzle = { name: '0.45', isOld: true, pg, orm };
export const NEW: Drizzle = {
  name: '1.0',
  isOld: false,
  pg: nextPg as unknown as typeof pg,
  orm: nextOrm as unknown as typeof orm,
};
export const VERSIONS: readonly Drizzle[] = [OLD, NEW];

/** Functions that only the next version has. */
export { nextPg };

/** The same test with every version. */
export function withEach(what: string, run: (drizzle: Drizzle) => void): void {
  test.each(VERSIONS)(`${what} ($name)`, run);
}

/** A table of cases, each with every version. */
export function forEach<Case extends unknown[]>(
  cases: readonly (readonly [...Case])[],
  what: string,
  run: (drizzle: Drizzle, ...one: Case) => void,
): void {
  describe.each(VERSIONS)('$name', (drizzle) => {
    test.each(cases.map((one) => [...one]))(what, (...one) => {
      run(drizzle, ...(one as Case));
    });
  });
}

/** The Problem that something is refused with. */
export function refusalOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
