import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { withoutExtension } from '../../load-module.ts';
import { migrationDirectories } from '../knexfile.ts';
import { proofsToKeep, readProofs, writeProofs } from '../proof/lock-file.ts';
import type { ProvenMigrations } from './prove-migrations.ts';

export interface WriteMigrationsOptions {
  readonly config: Knex.Config;
  readonly proven: ProvenMigrations;
  /** The names of those of which dangers are accepted: a database has them already. */
  readonly accepted: ReadonlySet<string>;
}

/** A migration that was written. */
export interface WrittenFromDrizzle {
  readonly name: string;
  readonly file: string;
  /** Whether its proof is kept. */
  readonly isProven: boolean;
}

/** Writes the files and their proofs: all of them, or none. */
export function writeMigrations({
  config,
  proven: { texts, proofs: own },
  accepted,
}: WriteMigrationsOptions): readonly WrittenFromDrizzle[] {
  const folder = migrationDirectories(config).at(-1) ?? './migrations';
  const proofs = new Map(readProofs(config));
  const written: WrittenFromDrizzle[] = [];
  try {
    for (const directory of migrationDirectories(config)) mkdirSync(directory, { recursive: true });
    for (const { file, text } of texts) {
      const place = path.join(folder, file);
      // Never over a file that is there.
      writeFileSync(place, text, { flag: 'wx' });
      const name = withoutExtension(file);
      const proof = (accepted.has(name) ? own.accepted : own.safe).get(name);
      if (proof !== undefined) proofs.set(name, proof);
      written.push({ name, file: place, isProven: proof !== undefined });
    }
    writeProofs(config, proofsToKeep(config, proofs));
  } catch (error) {
    for (const { file } of written) rmSync(file, { force: true });
    throw error;
  }
  return written;
}
