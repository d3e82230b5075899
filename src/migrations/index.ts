export { adopt, isBaseline } from './adopt.ts';
export { writeBaseline } from './baseline.ts';
export { readDatabaseEnvironment, writeDatabaseEnvironment } from './database-environment.ts';
export type { DatabaseEnvironment } from './database-environment.ts';
export { readHistory } from './history.ts';
export type { AppliedMigration } from './history.ts';
export { changedFactInWords, isOnlyPlace, mayDiffer } from './changed-fact.ts';
export type { ChangedFact } from './facts.ts';
export { keptRows, purgeKeptRows, restoreKeptRows } from './kept-rows.ts';
export type { Kept } from './keep/kept.ts';
export type { Restored } from './keep/restore.ts';
export { findKnexfile, loadKnexfile, migrationFiles } from './knexfile.ts';
export type { Knexfile } from './knexfile.ts';
export { draftMigration } from './draft/draft.ts';
export type { DraftOptions } from './draft/draft.ts';
export type { Draft, DraftFile, RenameQuestion } from './draft/draft-result.ts';
export type { Destroyed } from './draft/destroyed.ts';
export { writeDraft } from './draft/write-draft.ts';
export type { WriteDraftOptions, WrittenMigration } from './draft/write-draft.ts';
export { makeMigration, refuseBadName, refuseTakenName } from './make.ts';
export { migrate } from './migrate.ts';
export type { MigrateOptions, MigrateResult, RanMigration } from './migrate.ts';
export { loadMigration, MigrationFolder } from './migration-folder.ts';
export type { MigrationFile } from './migration-folder.ts';
export { findingsInWords, notesInWords, staleInWords } from './proof/in-words.ts';
export {
  irreversibleOf,
  isKept,
  lockFileOf,
  proofsToKeep,
  readProofs,
  unprovenOf,
  WHAT_IS_PROVEN,
  writeProofs,
} from './proof/lock-file.ts';
export type { Proof, Proofs, UnprovenMigration } from './proof/lock-file.ts';
export type {
  MigrationProof,
  ProofFinding,
  ProofResult,
  ProofRows,
  ProofStep,
} from './proof/proof-result.ts';
export { acceptingHazards, openHazards, withoutHazardous } from './proof/hazards.ts';
export { describeFinding } from './lint/finding.ts';
export type { Finding } from './lint/finding.ts';
export { prove } from './proof/prove.ts';
export type { ProveOptions } from './proof/prove.ts';
export { repair } from './repair.ts';
export { plan } from './dry-run.ts';
export type { MigrationPlan, PlannedMigration, PlannedStatement, PlanOptions } from './dry-run.ts';
export { rollback } from './rollback.ts';
export type { RollbackOptions, RollbackResult } from './rollback.ts';
export { SEED_MODES, seed } from './seed.ts';
export type { RanSeed, SeedMode } from './seed.ts';
export { describeHolder } from './session/lock.ts';
export { status } from './status.ts';
export type { MigrationStatus } from './status.ts';
