import type { AcceptedEntry } from './accept.ts';
import type { Identity } from '../catalog/object.ts';
import type { Origin } from './declared/model.ts';

/** One fact on which the schema and the database disagree, or an object that only one of them has. */
export interface Difference {
  /** `<kind>/<attribute>`, stable, and a heading of docs/verdict.md: `column/nullable`, `table/missing`. */
  readonly code: string;
  /** `column`, `foreign key` …. */
  readonly kind: string;
  /** Which object it is: the declared name where both sides have one. */
  readonly identity: Identity;
  /** What it is about, as a person writes it: `auth.users.email`. */
  readonly object: string;
  /** The namespace and the table or view that it belongs to, or is: what a report groups by. Null in neither. */
  readonly group: string | null;
  /** The fact: `nullable`, `type`; `missing`, `undeclared` or `renamed` when it is the object as a whole. */
  readonly attribute: string;
  /** What each side says, as a person reads it; undefined where a side has nothing. */
  readonly declared: string | undefined;
  readonly live: string | undefined;
  /** One line: where and what. */
  readonly message: string;
  /** What to do about it, on either side. */
  readonly fix: Fix;
  /** Where the schema says it. */
  readonly origin: Origin | undefined;
}

/** Two ways out of a difference: which one is right only a person knows. */
export interface Fix {
  /** What to change in the schema: words, and code where it is one clear line. */
  readonly schema: string;
  /**
   * Lines for the `up` of a Knex migration that make the database what is declared. Those of a whole verdict can
   * follow each other as they are listed. Where no statement does it, a comment says why.
   */
  readonly migration: string;
}

/** Something that could not be compared. It is never counted as equal. */
export interface Undecided {
  readonly code: string;
  readonly kind: string;
  readonly identity: Identity;
  readonly object: string;
  readonly group: string | null;
  readonly attribute: string;
  readonly declared: string | undefined;
  readonly live: string | undefined;
  /** Why: what stood in the way, and what would let it be decided. */
  readonly reason: string;
  readonly origin: Origin | undefined;
}

/** An object in the judged namespaces that Drizzle cannot declare: listed, not counted. */
export interface Unmanaged {
  readonly kind: string;
  readonly object: string;
}

/** What was compared, for the summary. */
export interface Compared {
  /** The namespaces that were judged. */
  readonly schemas: readonly string[];
  /** Declared objects by kind, and facts in all. */
  readonly objects: Readonly<Record<string, number>>;
  readonly facts: number;
  readonly roundTrips: number;
}

/** Whether the database and the schema agree, and where they do not. */
export interface Verdict {
  /** True only when all that is declared was compared, nothing differs and nothing is undecided. */
  readonly agrees: boolean;
  /** In an order in which their migrations can follow each other. */
  readonly differences: readonly Difference[];
  readonly undecided: readonly Undecided[];
  readonly unmanaged: readonly Unmanaged[];
  /** What differs or is undecided, was looked at and is kept, with the reason; not counted. */
  readonly accepted: readonly AcceptedEntry[];
  readonly compared: Compared;
  /** Both sides, object by object, for a report that shows the whole. */
  readonly objects: readonly ShownObject[];
}

/** One object of either side, with what a reader wants to know of it: not all that was compared. */
export interface ShownObject {
  /** As its differences have it: what ties them to it. */
  readonly identity: Identity;
  readonly inDatabase: boolean;
  readonly inSchema: boolean;
  /** The type of a column, without any word before it. */
  readonly type?: string | undefined;
  /** What a key or an index is on, in order, expressions left out. */
  readonly columns?: readonly string[] | undefined;
  /** The table that a foreign key points at, and the columns in it. */
  readonly references?: ShownReference | undefined;
  /** By attribute, as a person says it: `not null`, `on delete cascade`. A side that has none is left out. */
  readonly facts?: Readonly<Record<string, ShownFact>> | undefined;
  readonly origin?: Origin | undefined;
}

/** What a foreign key points at. */
export interface ShownReference {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
}

/** One fact on both sides, in words. */
export interface ShownFact {
  readonly declared?: string | undefined;
  readonly live?: string | undefined;
}
