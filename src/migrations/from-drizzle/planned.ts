import type { NamedMigration } from './names.ts';

/** A migration of drizzle-kit's as one of Knex's, in lines. */
export interface PlannedMigration extends NamedMigration {
  readonly up: string;
  readonly down: string;
  /** `false` where one of its statements runs in no transaction. */
  readonly isTransactional: boolean;
  /** Why there is no down. */
  readonly irreversible?: string;
}
