import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { withoutExtension } from '../../load-module.ts';
import { newMigrationFile } from '../make.ts';
import { proofsToKeep, readProofs, writeProofs } from '../proof/lock-file.ts';
import type { Draft } from './draft-result.ts';

export interface WriteDraftOptions {
  readonly config: Knex.Config;
  readonly draft: Draft;
  /** Whether proofs of migrations with dangers are kept too. */
  readonly accept?: boolean;
}

/** A migration that was written. */
export interface WrittenMigration {
  readonly file: string;
  /** Whether its proof is kept: neither dangerous nor with anything left to decide. */
  readonly isProven: boolean;
}

/** Writes the files of a draft behind all others, and their proofs: all of them, or none. */
export function writeDraft({
  config,
  draft,
  accept = false,
}: WriteDraftOptions): readonly WrittenMigration[] {
  const proofs = new Map(readProofs(config));
  const proven = accept ? draft.proofs?.accepted : draft.proofs?.safe;
  const written: WrittenMigration[] = [];
  try {
    for (const { name, text, decisions } of draft.files) {
      const { file } = newMigrationFile({ config, name });
      // Never over a file that is there.
      writeFileSync(file, text, { flag: 'wx' });
      const proof = decisions.length === 0 ? proven?.get(name) : undefined;
      if (proof !== undefined) proofs.set(withoutExtension(path.basename(file)), proof);
      written.push({ file, isProven: proof !== undefined });
    }
    writeProofs(config, proofsToKeep(config, proofs));
  } catch (error) {
    for (const { file } of written) rmSync(file, { force: true });
    throw error;
  }
  return written;
}
