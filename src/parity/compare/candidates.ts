import type { Pair } from '../pair/siblings.ts';

/** The candidates that are a rename: alike in every fact, and neither alike to a third. */
export function renamesAmong(alike: readonly Pair[]): readonly Pair[] {
  return alike.filter(
    (pair) =>
      alike.filter(({ declared }) => declared === pair.declared).length === 1 &&
      alike.filter(({ live }) => live === pair.live).length === 1,
  );
}
