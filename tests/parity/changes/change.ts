/** What somebody did to a database behind the schema's back, and all that the verdict must say of it. */
export interface Change {
  /** SQL, run in a transaction that is rolled back. */
  readonly change: string;
  /** `<code> <object>` of every difference, in any order; none where the change is nobody's business. */
  readonly expect: readonly string[];
  /** The first major version that knows such a thing. */
  readonly since?: number;
}

/** Changes to the database of one folder of `../schemas`. */
export interface ChangeTable {
  readonly schema: string;
  readonly changes: readonly Change[];
}
