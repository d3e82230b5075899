import path from 'node:path';
import type { Knex } from 'knex';
import type { MakeScratch } from '../../postgres/scratch-database.ts';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import type { DraftProofs } from '../draft/draft-result.ts';
import { acceptingHazards, withoutHazardous } from '../proof/hazards.ts';
import { findingsInWords } from '../proof/in-words.ts';
import type { MigrationProof, ProofFinding, ProofResult } from '../proof/proof-result.ts';
import { prove } from '../proof/prove.ts';
import { migrationTexts } from './migration-text.ts';
import type { MigrationText, Remarks } from './migration-text.ts';
import type { PlannedMigration } from './planned.ts';
import { withStaged } from './staged.ts';

export interface ProvingOptions {
  readonly config: Knex.Config;
  /** Runs a proof where scratch databases can be made, of which nothing is left afterwards. */
  readonly around: (prove: (make: MakeScratch) => Promise<Proving>) => Promise<Proving>;
  readonly onStep: (step: string) => void;
  readonly signal?: AbortSignal;
}

/** Files that stood a proof, each as far as it is told in them. */
export interface ProvenMigrations {
  readonly texts: readonly MigrationText[];
  readonly remarks: ReadonlyMap<string, Remarks>;
  readonly proof: ProofResult;
  readonly proofs: DraftProofs;
}

/** A proof, and what of it can be kept. */
export type Proving = Pick<ProvenMigrations, 'proof' | 'proofs'>;

/**
 * Proves migrations as they are to be written. What a proof shows of one is said in its file, and then that file is
 * proven: until none is left to be said.
 */
export async function proveMigrations(
  planned: readonly PlannedMigration[],
  { config, around, onStep, signal }: ProvingOptions,
): Promise<ProvenMigrations> {
  const names = new Set(planned.map(({ name }) => name));
  const remarks = new Map<string, Remarks>(
    planned.flatMap(({ name, irreversible }) =>
      irreversible === undefined ? [] : [[name, { irreversible, notes: [] }] as const],
    ),
  );
  for (;;) {
    const texts = await migrationTexts(planned, remarks, config);
    const proving = await around(async (make) =>
      withStaged(config, texts, async (staged) => {
        const proof = await prove({
          config: staged,
          connection: await make(),
          only: names,
          probe: true,
          proofs: new Map(),
          ...(signal !== undefined && { signal }),
          onStart: (name) => {
            onStep(`proving ${name}`);
          },
        });
        // While the files are there of which they are.
        return { proof, proofs: { safe: withoutHazardous(proof), accepted: acceptingHazards(proof) } };
      }),
    );
    const own = proving.proof.migrations.filter(({ name }) => names.has(name));
    const before = [...remarks].map(([name, { irreversible }]) => `${name} ${irreversible ?? ''}`);
    for (const one of own) {
      const said = remarksOn(one);
      const known = remarks.get(one.name);
      if (said === undefined || (known !== undefined && said.irreversible === undefined)) continue;
      remarks.set(one.name, { ...said, notes: known?.notes ?? said.notes });
    }
    const after = [...remarks].map(([name, { irreversible }]) => `${name} ${irreversible ?? ''}`);
    if (after.join('\n') !== before.join('\n')) continue;
    refuseUnapplied(own, planned);
    return { texts, remarks, ...proving };
  }
}

/** What is to be said of a migration that cannot be taken back as others can; undefined where nothing is. */
function remarksOn(one: MigrationProof): Remarks | undefined {
  const { findings, loses, reason, outcome } = one;
  if (reason !== undefined || outcome === 'untried') return undefined;
  const broken = findings.find(
    ({ step, kind }) => (step === 'down' || step === 'second up') && kind === 'failure',
  );
  if (broken !== undefined) return { irreversible: whyOf(broken), notes: [] };
  const less = findings.filter(({ step }) => step !== 'up');
  const notes = [
    ...loses.map((lost) => `Its down does not bring back, of the rows that it was tried with: ${lost}`),
    ...findingsInWords({ findings: less }).filter((line) => !line.startsWith('fix: ')),
  ];
  return notes.length === 0 ? undefined : { notes };
}

function whyOf(finding: ProofFinding): string {
  const words = finding.kind === 'failure' ? finding.words.replaceAll(/\s+/g, ' ').trim() : '';
  return finding.step === 'down'
    ? `what it does cannot be undone: ${words}`
    : `what it writes stays when it is taken back, and stands in its way when it is applied again: ${words}`;
}

function refuseUnapplied(own: readonly MigrationProof[], planned: readonly PlannedMigration[]): void {
  const first = own.find(
    ({ outcome, findings }) =>
      outcome === 'untried' || findings.some(({ step, kind }) => step === 'up' && kind === 'failure'),
  );
  if (first === undefined) return;
  const from = planned.find(({ name }) => name === first.name)?.migration.file ?? first.file;
  const said = findingsInWords(first)
    .filter((line) => !line.startsWith('fix: '))
    // The file that was tried is none that anybody has.
    .map((line) => `  ${line.replaceAll(shownPath(first.file), path.basename(first.file))}`);
  throw new Problem({
    code: 'migrations/drizzle-not-proven',
    what: `${shownPath(from)} cannot be tried out as a migration of Knex:\n${said.join('\n')}`,
    why: 'a migration is only written when it was seen to work; nothing has been written',
    fix: 'correct its statements; BEGIN and COMMIT have no place among them, since each migration is a transaction by itself',
  });
}
