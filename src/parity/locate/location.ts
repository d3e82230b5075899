import type { Origin } from '../declared/model.ts';

/** A place in a file, as editors count: line and column begin at 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Where the schema says something; undefined where that cannot be told. `name` is that of a constraint, an index or a
 * policy, which an origin does not tell apart: it may be written in the table.
 */
export type Locations = (origin: Origin, name?: string) => Location | undefined;
