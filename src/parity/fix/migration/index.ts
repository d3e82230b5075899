import type { Pieces } from '../builder/piece.ts';
import { fixText } from '../knex.ts';
import type { Sides, Subject } from '../sides.ts';
import { columnMigration } from './column.ts';
import { constraintMigration } from './constraint.ts';
import { enumMigration } from './enum.ts';
import { standInPlace } from './other-kind.ts';
import { policyMigration } from './policy.ts';
import { roleMigration, schemaMigration } from './role.ts';
import { sequenceMigration } from './sequence.ts';
import { indexMigration } from './table-index.ts';
import { tableMigration } from './table.ts';
import { viewMigration } from './view.ts';

/** By kind: the lines of a migration's `up` that make the database what is declared. */
const MIGRATIONS: Readonly<Record<string, (subject: Subject, sides: Sides) => Pieces>> = {
  role: roleMigration,
  schema: schemaMigration,
  enum: enumMigration,
  sequence: sequenceMigration,
  table: tableMigration,
  column: columnMigration,
  'primary key': constraintMigration,
  unique: constraintMigration,
  'foreign key': constraintMigration,
  check: constraintMigration,
  index: indexMigration,
  view: viewMigration,
  'materialized view': viewMigration,
  policy: policyMigration,
};

/** What a person writes in a migration's `up` to make the database what the schema says. */
export function migrationFix(subject: Subject, sides: Sides): string {
  return fixText(migrationPieces(subject, sides));
}

/** The same in pieces, for a migration that does more. */
export function migrationPieces(subject: Subject, sides: Sides): Pieces {
  if (subject.attribute === 'kind') return standInPlace(subject, sides);
  const kind = subject.declared?.kind ?? subject.live?.kind ?? '';
  return MIGRATIONS[kind]?.(subject, sides) ?? [];
}
