import type { Knex } from 'knex';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { withoutExtension } from '../load-module.ts';
import { checksumOf, differs } from './checksum.ts';
import type { AppliedMigration } from './history.ts';
import { migrationFolder } from './knexfile.ts';
import type { RecordedMigration } from './ledger.ts';
import type { MigrationFile } from './migration-folder.ts';

/** What the files, the history and the record of deploys say together. */
export interface Plan {
  readonly applied: readonly AppliedMigration[];
  /** In the order in which they run. */
  readonly pending: readonly MigrationFile[];
  /** Applied, and not on disk. */
  readonly missing: readonly AppliedMigration[];
  /** The pending files that say what missing ones said, by the names of those. */
  readonly renamed: ReadonlyMap<string, MigrationFile>;
  /** Applied, and not what they were. */
  readonly edited: readonly MigrationFile[];
  /** Pending, though one that sorts behind is applied. */
  readonly outOfOrder: readonly MigrationFile[];
}

/** Compares what is on disk with what is applied. */
export function planOf(
  config: Knex.Config,
  applied: readonly AppliedMigration[],
  recorded: readonly RecordedMigration[],
  only?: ReadonlySet<string>,
): Plan {
  const files = migrationFolder(config, [], only).files();
  const names = new Set(applied.map(({ name }) => withoutExtension(name)));
  const onDisk = new Set(files.map(({ name }) => name));
  const checksums = new Map(recorded.map(({ name, checksum }) => [name, checksum]));
  const pending = files.filter(({ name }) => !names.has(name));
  const missing = applied.filter(({ name }) => !onDisk.has(withoutExtension(name)));
  const newest = files.filter(({ name }) => names.has(name)).at(-1);
  return {
    applied,
    pending,
    missing,
    renamed: renamedFiles(missing, pending, checksums),
    edited: files.filter(({ name, file }) => {
      const known = names.has(name) ? checksums.get(name) : undefined;
      return known !== undefined && differs(known, checksumOf(file));
    }),
    outOfOrder:
      newest === undefined ? [] : pending.filter((one) => files.indexOf(one) < files.indexOf(newest)),
  };
}

/** A missing migration whose text is in exactly one of the pending files: other files may be empty or copies. */
function renamedFiles(
  missing: readonly AppliedMigration[],
  pending: readonly MigrationFile[],
  checksums: ReadonlyMap<string, string>,
): ReadonlyMap<string, MigrationFile> {
  if (missing.length === 0) return new Map();
  const files = pending.map((one) => ({ one, checksum: checksumOf(one.file) }));
  return new Map(
    missing.flatMap(({ name }) => {
      const same = files.filter(({ checksum }) => checksum === checksums.get(withoutExtension(name)));
      return same.length === 1 && same[0] !== undefined ? [[name, same[0].one] as const] : [];
    }),
  );
}

/** Refuses what would leave the database with another history than the files tell. */
export function refuseDisorder(
  { missing, renamed, edited, outOfOrder }: Plan,
  config: Knex.Config,
  { allowOutOfOrder }: { readonly allowOutOfOrder: boolean },
): void {
  if (config.migrations?.disableMigrationsListValidation === true) return;
  if (missing.length > 0) throw missingFiles(missing, migrationFolder(config).directories, renamed);
  if (edited.length > 0) throw editedFiles(edited);
  if (outOfOrder.length > 0 && !allowOutOfOrder) throw unordered(outOfOrder);
}

/** Knex calls this a corrupt directory and names files that it does not say how to get back. */
export function missingFiles(
  missing: readonly AppliedMigration[],
  directories: readonly string[],
  renamed: Plan['renamed'] = new Map(),
): Problem {
  const lines = missing.map(({ name }) => {
    const now = renamed.get(name);
    return { name: now === undefined ? name : `${name}: what it said is in ${shownPath(now.file)} now` };
  });
  return new Problem({
    code: 'migrations/missing-file',
    what: `the database has migrations that are not in ${directories.map(shownPath).join(', ')}:\n${list(lines)}`,
    why: 'they cannot be rolled back, and what they made may stand in the way of the others',
    fix: 'get the files back (another branch?), or rename those that were renamed to what the history has',
  });
}

function editedFiles(edited: readonly MigrationFile[]): Problem {
  return new Problem({
    code: 'migrations/edited',
    what: `files were changed after their migrations had been applied:\n${list(edited)}`,
    why: 'this database has what they said before, and another one will have what they say now',
    fix: 'put them back and make the change in a new migration, or accept what they say now: npm run db:migrate:repair',
  });
}

function unordered(outOfOrder: readonly MigrationFile[]): Problem {
  return new Problem({
    code: 'migrations/out-of-order',
    what: `migrations that sort before one that is applied have not been:\n${list(outOfOrder)}`,
    why: 'a database that is built anew runs them in another order than this one would',
    fix: 'give them a later time in their names, or apply them all the same: --out-of-order',
  });
}

function list(migrations: readonly { readonly name: string }[]): string {
  return migrations.map(({ name }) => `  ${name}`).join('\n');
}
