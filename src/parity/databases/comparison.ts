import type { Fact, Identity } from '../../catalog/object.ts';

/** One fact on which two databases disagree, or an object that only one of them has. */
export interface DatabaseDifference {
  /** `<kind>/<attribute>`: `column/storage`, `trigger/missing`. */
  readonly code: string;
  /** `column`, `default privileges` …. */
  readonly kind: string;
  /** What it is about, as a person writes it: `auth.users.email`. */
  readonly object: string;
  readonly identity: Identity;
  /** The fact, or `missing` or `unexpected` when it is the object as a whole. */
  readonly attribute: string;
  /** What each side says; undefined where it has no such object. */
  readonly expected: Fact | undefined;
  readonly actual: Fact | undefined;
  /** One line: where and what. */
  readonly message: string;
}

/** Two texts of which nobody could say whether they mean the same. They are never counted as equal. */
export interface DatabaseUndecided extends Omit<DatabaseDifference, 'message'> {
  /** What stood in the way, and what would let it be decided. */
  readonly reason: string;
}

/** Whether two databases hold the same, and where they do not. */
export interface DatabaseComparison {
  /** True only when nothing differs and nothing is undecided. */
  readonly agrees: boolean;
  /** By kind, an owner's before those of what it owns, and by name. */
  readonly differences: readonly DatabaseDifference[];
  readonly undecided: readonly DatabaseUndecided[];
  readonly compared: {
    /** The major version of both servers. */
    readonly version: number;
    /** Objects that both have, by kind. */
    readonly objects: Readonly<Record<string, number>>;
    readonly facts: number;
    /** Objects that were left out because they were to be ignored. */
    readonly ignored: number;
  };
}
