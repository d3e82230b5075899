/** One migration of drizzle-kit's, as its file says it. */
export interface DrizzleMigration {
  /** What drizzle-kit calls it: `0003_wet_hulk`, `20250102030405_wet_hulk`. */
  readonly tag: string;
  readonly file: string;
  /** When it was made, in milliseconds; Drizzle's migrator knows it by that. */
  readonly when: number;
  readonly text: string;
  /** Its statements in their order. */
  readonly statements: readonly DrizzleStatement[];
}

/** A statement as it stands in a file. */
export interface DrizzleStatement {
  /** The lines of comments before it. */
  readonly remarks: readonly string[];
  /** Without the semicolon at its end. */
  readonly sql: string;
}

/** How drizzle-kit has laid out a folder: with a journal up to 0.31, a folder for each migration from 1.0. */
export type DrizzleLayout = 'journal' | 'folders';

/** A folder of drizzle-kit's. */
export interface DrizzleFolder {
  readonly folder: string;
  readonly layout: DrizzleLayout;
  /** In the order in which Drizzle's migrator runs them. */
  readonly migrations: readonly DrizzleMigration[];
  /** Files of SQL that no journal names, so that they are never run. */
  readonly unlisted: readonly string[];
}
