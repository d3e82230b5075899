/** One change to one of two databases that held the same. */
export interface Change {
  /** What it changes. */
  readonly name: string;
  /** SQL that both hold before, beside the base. */
  readonly setup?: string;
  /**
   * SQL for one of them. ROLE stands for a role that both know, TABLESPACE for one of the server's, USER for the role
   * that is connected. The name of a role that is made begins with ROLE.
   */
  readonly change: string;
  /** The first major version that knows it. */
  readonly since?: 16 | 17 | 18;
  /** Every object that then differs, by its kind and name. */
  readonly finds: readonly string[];
  /** Those that are objects of their own since Postgres 18. */
  readonly findsSince18?: readonly string[];
  /** Whether others see it: @supabase/pg-delta 1.0.0-alpha.34, and `pg_dump --schema-only --create`. */
  readonly seenBy: { readonly pgDelta: boolean; readonly pgDump: boolean };
}
