import type { Rule } from './rule.ts';
import { attachScansPartition } from './rules/attach-scans-partition.ts';
import { backfillLocksRows } from './rules/backfill-locks-rows.ts';
import { checkScans } from './rules/check-scans.ts';
import { concurrentlyInTransaction } from './rules/concurrently-in-transaction.ts';
import { counterColumnRewrites } from './rules/counter-column-rewrites.ts';
import { defaultDroppedBreaksWriters } from './rules/default-dropped-breaks-writers.ts';
import { defaultRewrites } from './rules/default-rewrites.ts';
import { detachBlocksReads } from './rules/detach-blocks-reads.ts';
import { domainConstraintScans } from './rules/domain-constraint-scans.ts';
import { dropColumnBreaksReaders } from './rules/drop-column-breaks-readers.ts';
import { dropDatabase } from './rules/drop-database.ts';
import { dropLocksReferencedTables } from './rules/drop-locks-referenced-tables.ts';
import { dropSchemaBreaksReaders } from './rules/drop-schema-breaks-readers.ts';
import { dropTableBreaksReaders } from './rules/drop-table-breaks-readers.ts';
import { enumMadeAgain } from './rules/enum-made-again.ts';
import { enumValueUsedAtOnce } from './rules/enum-value-used-at-once.ts';
import { exclusionConstraintBlocks } from './rules/exclusion-constraint-blocks.ts';
import { foreignKeyScans } from './rules/foreign-key-scans.ts';
import { foreignKeyTypeDiffers } from './rules/foreign-key-type-differs.ts';
import { foreignKeyWithoutIndex } from './rules/foreign-key-without-index.ts';
import { foreignKeysLockTogether } from './rules/foreign-keys-lock-together.ts';
import { generatedColumnRewrites } from './rules/generated-column-rewrites.ts';
import { indexBlocksWrites } from './rules/index-blocks-writes.ts';
import { indexDropBlocksReads } from './rules/index-drop-blocks-reads.ts';
import { jsonColumn } from './rules/json-column.ts';
import { lockHeldWhileWorking } from './rules/lock-held-while-working.ts';
import { lockTakenByHand } from './rules/lock-taken-by-hand.ts';
import { lockTimeoutOff } from './rules/lock-timeout-off.ts';
import { nameTruncated } from './rules/name-truncated.ts';
import { notNullDropped } from './rules/not-null-dropped.ts';
import { ownerChangesRights } from './rules/owner-changes-rights.ts';
import { refreshBlocksReads } from './rules/refresh-blocks-reads.ts';
import { reindexBlocksWrites } from './rules/reindex-blocks-writes.ts';
import { renameColumnBreaksReaders } from './rules/rename-column-breaks-readers.ts';
import { renameEnumValueBreaksReaders } from './rules/rename-enum-value-breaks-readers.ts';
import { renameSchemaBreaksReaders } from './rules/rename-schema-breaks-readers.ts';
import { renameTableBreaksReaders } from './rules/rename-table-breaks-readers.ts';
import { requiredColumnBreaksWriters } from './rules/required-column-breaks-writers.ts';
import { rewriteBlocksReads } from './rules/rewrite-blocks-reads.ts';
import { rowSecurityHidesRows } from './rules/row-security-hides-rows.ts';
import { scanBlocksReads } from './rules/scan-blocks-reads.ts';
import { setNotNullScans } from './rules/set-not-null-scans.ts';
import { smallKey } from './rules/small-key.ts';
import { textWithLength } from './rules/text-with-length.ts';
import { timestampWithoutZone } from './rules/timestamp-without-zone.ts';
import { truncateCascades } from './rules/truncate-cascades.ts';
import { typeChangeRewrites } from './rules/type-change-rewrites.ts';
import { uniqueConstraintBlocks } from './rules/unique-constraint-blocks.ts';
import { validateWithAdd } from './rules/validate-with-add.ts';

/** Every rule, by its id. */
export const RULES: readonly Rule[] = Object.freeze([
  attachScansPartition,
  backfillLocksRows,
  checkScans,
  concurrentlyInTransaction,
  counterColumnRewrites,
  defaultDroppedBreaksWriters,
  defaultRewrites,
  detachBlocksReads,
  domainConstraintScans,
  dropColumnBreaksReaders,
  dropDatabase,
  dropLocksReferencedTables,
  dropSchemaBreaksReaders,
  dropTableBreaksReaders,
  enumMadeAgain,
  enumValueUsedAtOnce,
  exclusionConstraintBlocks,
  foreignKeyScans,
  foreignKeyTypeDiffers,
  foreignKeyWithoutIndex,
  foreignKeysLockTogether,
  generatedColumnRewrites,
  indexBlocksWrites,
  indexDropBlocksReads,
  jsonColumn,
  lockHeldWhileWorking,
  lockTakenByHand,
  lockTimeoutOff,
  nameTruncated,
  notNullDropped,
  ownerChangesRights,
  refreshBlocksReads,
  reindexBlocksWrites,
  renameColumnBreaksReaders,
  renameEnumValueBreaksReaders,
  renameSchemaBreaksReaders,
  renameTableBreaksReaders,
  requiredColumnBreaksWriters,
  rewriteBlocksReads,
  rowSecurityHidesRows,
  scanBlocksReads,
  setNotNullScans,
  smallKey,
  textWithLength,
  timestampWithoutZone,
  truncateCascades,
  typeChangeRewrites,
  uniqueConstraintBlocks,
  validateWithAdd,
]);
