import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { withoutExtension } from '../../load-module.ts';
import { concludeOn } from '../../parity/stages/conclude-on.ts';
import type { Wanted } from '../../parity/stages/conclude-on.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { migrationDirectories } from '../knexfile.ts';
import { newMigrationFile } from '../make.ts';
import { findingsInWords } from '../proof/in-words.ts';
import type { ProofFinding, ProofResult } from '../proof/proof-result.ts';
import { prove } from '../proof/prove.ts';
import { acceptingHazards, withoutHazardous } from '../proof/hazards.ts';
import type { Proofs } from '../proof/lock-file.ts';
import { makeDraftFolder } from './draft-folder.ts';
import type { DraftFile, DraftProofs } from './draft-result.ts';

export interface ProveFilesOptions {
  readonly config: Knex.Config;
  /** A database of its own on which all that comes before is applied. */
  readonly connection: ConnectionSettings;
  readonly wanted: Wanted;
  readonly signal?: AbortSignal;
}

/** What a proof has shown. */
export interface ProvenFiles {
  readonly result: ProofResult;
  /** By file: what its way back meets only in rows that are written once it is applied. */
  readonly later: readonly (readonly ProofFinding[])[];
  readonly proofs: DraftProofs;
}

/** Runs drafted migrations up, down and up, with rows, and looks whether the schema is what the database is then. */
export async function proveFiles(
  files: readonly DraftFile[],
  { config, connection, wanted, signal }: ProveFilesOptions,
): Promise<ProvenFiles> {
  const folder = makeDraftFolder();
  try {
    const { migrationSource: _source, ...migrations } = config.migrations ?? {};
    const known = config.migrations === undefined ? [] : migrationDirectories(config);
    const folders: Knex.Config = { ...config, migrations: { ...migrations, directory: [...known, folder] } };
    const names = files.map(({ name, text }) => {
      const { file } = newMigrationFile({ config: folders, name });
      writeFileSync(file, text);
      return withoutExtension(path.basename(file));
    });
    const result = await prove({
      config: folders,
      connection,
      only: new Set(names),
      isPrepared: true,
      probe: true,
      proofs: new Map(),
      ...(signal !== undefined && { signal }),
    });
    const own = names.flatMap((name) => result.migrations.find((one) => one.name === name) ?? []);
    const failed = own.filter(
      ({ outcome, findings }) => outcome !== 'reversible' && !findings.every(isLater),
    );
    if (failed.length > 0) throw notProven(failed.flatMap(findingsInWords), files);
    const { findings, undecided } = await concludeOn(connection, { ...wanted, renames: {} });
    const left = [
      ...findings.map(({ message }) => message),
      ...undecided.map(({ object, reason }) => `${object}: ${reason}`),
    ];
    if (left.length > 0) throw notThere(left, files);
    return {
      result,
      later: own.map((one) => one.findings.filter(isLater)),
      proofs: {
        safe: byDraftName(withoutHazardous(result)),
        accepted: byDraftName(acceptingHazards(result)),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files got a timestamp to be proven, and get another one when they are written. */
function byDraftName(proofs: Proofs): Proofs {
  return new Map([...proofs].map(([name, proof]) => [name.replace(/^\d{14}_/, ''), proof]));
}

/** Two alike where no two may be, a value that the type before cannot hold: what becomes of such rows nobody can guess. */
function isLater({ step }: ProofFinding): boolean {
  return step === 'down with later rows';
}

function notProven(words: readonly string[], files: readonly DraftFile[]): Problem {
  return new Problem({
    code: 'draft/not-proven',
    what: `what was drafted does not stand the proof:\n${words.map((line) => `  ${line}`).join('\n')}\n\n${textOf(files)}`,
    why: 'a migration whose way back was never seen to work is not written',
    fix: 'the reason above says what stands in the way: change the schema in smaller steps, or write this migration by hand (npm run db:migrate:make name -- --empty)',
  });
}

function notThere(lines: readonly string[], files: readonly DraftFile[]): Problem {
  return new Problem({
    code: 'draft/does-not-get-there',
    what: `what was drafted does not make the database what the schema says:\n${lines.map((line) => `  ${line}`).join('\n')}\n\n${textOf(files)}`,
    why: 'a migration that leaves a difference is not written',
    fix: 'write what is left by hand (npm run db:migrate:make name -- --empty), and draft the rest then',
  });
}

function textOf(files: readonly DraftFile[]): string {
  return files.map(({ name, text }) => `// ${name}\n${text}`).join('\n');
}
