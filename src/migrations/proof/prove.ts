import { author } from '../author.ts';
import { migrationFolder } from '../knexfile.ts';
import { loadMigration } from '../migration-folder.ts';
import { checksumOf } from '../checksum.ts';
import { hooksOf } from '../run-migration.ts';
import type { LoadedMigration } from '../run-migration.ts';
import { requireServerVersion } from '../../postgres/server-version.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { interrupted } from '../session/interruption.ts';
import { withMigrationSession } from '../session/session.ts';
import type { MigrationSession, SessionOptions } from '../session/session.ts';
import { irreversibleReason } from './irreversible.ts';
import { proofOf, readProofs, proofsToKeep } from './lock-file.ts';
import type { Proof, Proofs } from './lock-file.ts';
import type { MigrationProof, ProofResult } from './proof-result.ts';
import { applyKnown, proveOne } from './prove-one.ts';
import type { ProvingContext } from './prove-one.ts';
import { requireScratch, Scratch } from './scratch.ts';

export interface ProveOptions extends Omit<SessionOptions, 'connection'> {
  /** An empty database on which anything may be done; needed where there is anything to prove. */
  readonly connection: ConnectionSettings | undefined;
  /** The migrations to prove, by their names without extension, whether they have a proof or not. */
  readonly only?: ReadonlySet<string>;
  /** Whether all are proven anew; unless it is so, those that have no proof. */
  readonly all?: boolean;
  /** What is known already; what the lock file says unless given. */
  readonly proofs?: Proofs;
  /** Whether the database has all that comes before those already; it is then taken as it is. */
  readonly isPrepared?: boolean;
  /** Whether each statement of the first up is looked at, and what is dangerous in it is found. */
  readonly probe?: boolean;
  /** Called when a migration is about to be proven, or only applied. */
  readonly onStart?: (name: string, isProven: boolean) => void;
}

/** Runs migrations up, down and up on an empty database, with rows in it, and says whether their downs take back what their ups did. */
export async function prove(options: ProveOptions): Promise<ProofResult> {
  const { config, connection, only, all = false } = options;
  const files = migrationFolder(config).files();
  const proofs = options.proofs ?? readProofs(config);
  refuseUnknown(
    only,
    files.map(({ name }) => name),
  );
  const wanted = new Set(
    files
      .filter((one) => (only === undefined ? all || proofOf(one, proofs) === undefined : only.has(one.name)))
      .map(({ name }) => name),
  );
  const loaded: LoadedMigration[] = [];
  for (const one of files) loaded.push({ ...one, migration: await loadMigration(one.file) });
  // One that says nothing of why is refused before anything is run.
  for (const one of loaded) irreversibleReason(one);
  if (wanted.size === 0)
    return resultOf(
      loaded.map((one) => withoutProof(one, 'known')),
      { proofs, options },
    );
  if (connection === undefined) throw noScratch();
  if (options.isPrepared !== true) await requireScratch(connection);
  return await withMigrationSession({ ...options, connection }, async (session) => {
    try {
      return await proveAll(session, loaded, { wanted, proofs, options });
    } catch (error) {
      endWhenTold(session);
      throw error;
    }
  });
}

interface Task {
  readonly wanted: ReadonlySet<string>;
  readonly proofs: Proofs;
  readonly options: ProveOptions;
}

async function proveAll(
  session: MigrationSession,
  loaded: readonly LoadedMigration[],
  { wanted, proofs, options }: Task,
): Promise<ProofResult> {
  const { onStart, probe = false, config } = { ...options };
  const postgres = await requireServerVersion(session.client);
  const number = await session.ledger.begin('up', await author(process.cwd(), undefined), { batch: 1 });
  const scratch = new Scratch(session);
  const context: ProvingContext = { session, scratch, number, probe };
  const last = loaded.findLastIndex(({ name }) => wanted.has(name));
  const next = new Map(proofs);
  const results: MigrationProof[] = [];
  const { beforeAll } = hooksOf(config);
  const { knex } = await session.knex();
  await beforeAll?.(knex, [...loaded]);
  let canGoOn = true;
  for (const [index, one] of loaded.entries()) {
    const isKnown = proofOf(one, proofs) !== undefined;
    const isDone = options.isPrepared === true && !wanted.has(one.name);
    if (!canGoOn || index > last || isDone) {
      results.push(withoutProof(one, canGoOn && isKnown ? 'known' : 'untried'));
      continue;
    }
    endWhenTold(session);
    onStart?.(one.name, wanted.has(one.name));
    if (!wanted.has(one.name)) {
      const failed = await applyKnown(context, one);
      canGoOn = failed === undefined;
      const without = withoutProof(one, isKnown ? 'known' : 'untried');
      results.push(failed === undefined ? without : { ...without, outcome: 'failed', findings: [failed] });
    } else {
      const { proof, canGoOn: goesOn } = await proveOne(context, one);
      canGoOn = goesOn;
      results.push(proof);
    }
    const result = results.at(-1);
    if (result?.outcome === 'failed') next.delete(one.name);
    const proof = result === undefined ? undefined : proofFrom(result, postgres, proofOf(one, proofs));
    if (proof !== undefined) next.set(one.name, proof);
  }
  endWhenTold(session);
  await session.ledger.end(number, 'done');
  return resultOf(results, { proofs: next, options, scratch });
}

/** A run that was told to end has proven nothing of what it was at. */
function endWhenTold({ signal }: MigrationSession): void {
  if (signal.aborted) throw interrupted(signal, { applied: [], direction: 'up', error: undefined });
}

function proofFrom(
  { file, outcome, reason }: MigrationProof,
  postgres: number,
  known: Proof | undefined,
): Proof | undefined {
  const accepted = known?.accepted === undefined ? {} : { accepted: known.accepted };
  const of = { checksum: checksumOf(file), postgres, ...accepted };
  if (outcome === 'reversible') return { ...of, proof: 'reversible' };
  if (outcome !== 'irreversible' || reason === undefined) return undefined;
  return { ...of, proof: 'irreversible', reason };
}

function resultOf(
  migrations: readonly MigrationProof[],
  {
    proofs,
    options: { config, only },
    scratch,
  }: { readonly proofs: Proofs; readonly options: ProveOptions; readonly scratch?: Scratch },
): ProofResult {
  const asked = migrations.filter(({ name }) => only?.has(name) ?? true);
  return Object.freeze({
    migrations: Object.freeze(migrations),
    proofs: proofsToKeep(config, proofs),
    unfilled: scratch?.unfilled ?? [],
    isProven:
      migrations.every(({ outcome }) => outcome !== 'failed') &&
      asked.every(({ outcome }) => outcome !== 'untried'),
    isBroken: migrations.some(({ findings }) =>
      findings.some(({ step, kind }) => step === 'up' && kind === 'failure'),
    ),
  });
}

function withoutProof(one: LoadedMigration, outcome: 'known' | 'untried'): MigrationProof {
  const { name, file } = one;
  return Object.freeze({
    ...{
      name,
      file,
      outcome,
      reason: irreversibleReason(one),
      findings: [],
      rows: 'all',
      refusal: undefined,
    },
    ...{ loses: [], notes: [], statements: undefined, hazards: [], milliseconds: 0 },
  });
}

function noScratch(): Problem {
  return new Problem({
    code: 'migrations/no-scratch',
    what: 'there are migrations to prove, and no database on which they may be',
    fix: 'give an empty one as connection',
  });
}

function refuseUnknown(only: ReadonlySet<string> | undefined, names: readonly string[]): void {
  const unknown = [...(only ?? [])].filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new Problem({
    code: 'migrations/no-such-migration',
    what: `there is no migration ${unknown.join(', ')}`,
    why: 'nothing has been run',
    fix: 'name it as its file is called, without extension; npm run db:migrate:status lists all',
  });
}
