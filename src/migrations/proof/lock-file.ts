import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import { checksumOf, differs } from '../checksum.ts';
import { migrationDirectories, migrationFiles } from '../knexfile.ts';
import type { MigrationFile } from '../migration-folder.ts';

/** What was proven of one migration, and of which text of its file. */
export type Proof = {
  readonly checksum: string;
  /** The server's major version. */
  readonly postgres: number;
  /** The rules of the lint that it breaks, which somebody has accepted. */
  readonly accepted?: readonly string[];
} & (
  | { readonly proof: 'reversible' }
  /** Its up works, and there is no way back, for this reason. */
  | { readonly proof: 'irreversible'; readonly reason: string }
);

/** All proofs, by the migrations' names. */
export type Proofs = ReadonlyMap<string, Proof>;

/** Where the proofs of a configuration's migrations are kept: beside them, to be committed with them. */
export function lockFileOf(config: Knex.Config): string {
  return path.join(path.resolve(migrationDirectories(config)[0] ?? './migrations'), 'proofs.json');
}

/** The proofs that are kept; none where there is no file. */
export function readProofs(config: Knex.Config): Proofs {
  const file = lockFileOf(config);
  if (!existsSync(file)) return new Map();
  const text = readFileSync(file, 'utf8');
  if (/^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/m.test(text)) throw conflicting(file);
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause));
  }
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) {
    throw unreadable(file, 'it is no object of migrations by name');
  }
  for (const [name, entry] of Object.entries(entries)) {
    if (!isProof(entry)) throw unreadable(file, `what it says of ${name} is no proof`);
  }
  return new Map(Object.entries(entries as Record<string, Proof>));
}

/** The text of the file: the same for the same proofs, in a form that prettier leaves alone. */
export function proofsText(proofs: Proofs): string {
  const sorted = [...proofs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${JSON.stringify(Object.fromEntries(sorted.map(([name, one]) => [name, inOrder(one)])), undefined, 2)}\n`;
}

/** Writes the proofs where they are not what the file says; tells whether it did. */
export function writeProofs(config: Knex.Config, proofs: Proofs): boolean {
  if (isKept(config, proofs)) return false;
  writeFileSync(lockFileOf(config), proofsText(proofs));
  return true;
}

/** Whether the file says just these proofs. Where there are none, none need be kept. */
export function isKept(config: Knex.Config, proofs: Proofs): boolean {
  const file = lockFileOf(config);
  if (!existsSync(file)) return proofs.size === 0;
  // On another system git may give it other line ends.
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n') === proofsText(proofs);
}

/** The proof that holds for a file as it is now. */
export function proofOf({ name, file }: MigrationFile, proofs: Proofs): Proof | undefined {
  const proof = proofs.get(name);
  return proof?.checksum === checksumOf(file) ? proof : undefined;
}

/** A migration without a proof, and what there is a proof of in its place: what its file said before, or its source. */
export interface UnprovenMigration extends MigrationFile {
  readonly proven: 'nothing' | 'another text' | 'another language';
}

/** Which of these files have no proof. */
export function unprovenOf(files: readonly MigrationFile[], proofs: Proofs): readonly UnprovenMigration[] {
  return files
    .filter((one) => proofOf(one, proofs) === undefined)
    .map(({ name, file }) => {
      const checksum = proofs.get(name)?.checksum;
      const proven =
        checksum === undefined
          ? 'nothing'
          : differs(checksum, checksumOf(file))
            ? 'another text'
            : 'another language';
      return { name, file, proven };
    });
}

/** Which of these files cannot be taken back, each with its reason, as far as that is proven. */
export function irreversibleOf(files: readonly MigrationFile[], proofs: Proofs): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap((one) => {
      const proof = proofOf(one, proofs);
      return proof?.proof === 'irreversible' ? [[one.name, proof.reason] as const] : [];
    }),
  );
}

/** What is said behind the name of a migration without a proof. */
export const WHAT_IS_PROVEN: Readonly<Record<UnprovenMigration['proven'], string>> = {
  nothing: '',
  'another text': ' (changed since it was proven)',
  'another language':
    ' (what is proven is the file that it was compiled from: a build is proven by its own knexfile)',
};

/** Refuses, before anything is run, to apply what nobody has proven. */
export function refuseUnproven(
  pending: readonly MigrationFile[],
  config: Knex.Config,
  requireProof: boolean | undefined,
): void {
  if (requireProof !== true || pending.length === 0) return;
  const unproven = unprovenOf(pending, readProofs(config));
  if (unproven.length === 0) return;
  throw new Problem({
    code: 'migrations/unproven',
    what: `migrations that are to be applied have no proof in ${shownPath(lockFileOf(config))}:\n${unproven
      .map(({ name, proven }) => `  ${name}${WHAT_IS_PROVEN[proven]}`)
      .join('\n')}`,
    why: 'this project applies only what is known to have a way back; no migration has been run',
    fix: 'npm run db:migrate:prove, and commit the file that it writes',
  });
}

/** The proofs without those of migrations that are not there any more. */
export function proofsToKeep(config: Knex.Config, proofs: Proofs): Proofs {
  const names = new Set(migrationFiles(config).map(({ name }) => name));
  return new Map([...proofs].filter(([name]) => names.has(name)));
}

function inOrder(proof: Proof): object {
  const { checksum, postgres, accepted } = proof;
  return {
    checksum,
    proof: proof.proof,
    ...(proof.proof === 'irreversible' && { reason: proof.reason }),
    postgres,
    ...(accepted !== undefined && { accepted: [...accepted] }),
  };
}

function isProof(entry: unknown): entry is Proof {
  if (typeof entry !== 'object' || entry === null) return false;
  const { checksum, proof, reason, postgres, accepted } = entry as Record<string, unknown>;
  if (accepted !== undefined && !(Array.isArray(accepted) && accepted.every((id) => typeof id === 'string')))
    return false;
  if (typeof checksum !== 'string' || typeof postgres !== 'number') return false;
  return proof === 'reversible' || (proof === 'irreversible' && typeof reason === 'string');
}

function conflicting(file: string): Problem {
  return new Problem({
    code: 'migrations/proofs-conflict',
    what: `${shownPath(file)} holds the marks of a merge`,
    why: 'two branches have proven migrations, and git put both beside each other',
    fix: `take either side (git checkout --ours -- ${shownPath(file)}), then npm run db:migrate:prove: it proves what that one lacks`,
  });
}

function unreadable(file: string, why: string): Problem {
  return new Problem({
    code: 'migrations/proofs-unreadable',
    what: `${shownPath(file)} is not what npm run db:migrate:prove writes: ${why}`,
    why: 'nobody can tell by it what is proven',
    fix: 'get it back from git, or delete it and prove all migrations again: npm run db:migrate:prove',
  });
}
