import {
  findingsInWords,
  isKept,
  loadKnexfile,
  prove,
  readProofs,
  staleInWords,
} from '../migrations/index.ts';
import type { ProofResult } from '../migrations/index.ts';
import { inOptions } from './in-options.ts';
import { createTestDatabase } from './test-database.ts';
import type { TemplateOptions } from './wanted-template.ts';

/** Which migrations are proven, and how much of it is done again. */
export interface ExpectProvenOptions extends Pick<TemplateOptions, 'knexfile'> {
  /** False proves only those that have no proof yet in proofs.json; all unless given. */
  readonly all?: boolean;
  /** The URL of another server than that of the test run. */
  readonly server?: string;
}

/**
 * For a test: runs every migration up, down and up on a database of its own, and fails with all that is wrong: a down
 * that does not take back what its up did, or a proof that is not in the file beside the migrations.
 */
export async function expectProven({
  knexfile,
  all = true,
  server,
}: ExpectProvenOptions = {}): Promise<ProofResult> {
  const { config } = await inOptions(
    async () => await loadKnexfile(knexfile === undefined ? {} : { file: knexfile }),
  );
  const proofs = readProofs(config);
  await using database = await createTestDatabase({
    migrate: false,
    ...(server !== undefined && { server }),
  });
  const result = await prove({ config, connection: database.settings, proofs, all });
  const wrong = result.migrations.flatMap((one) => {
    if (one.outcome === 'untried') return [`${one.name}: not tried`];
    return one.outcome === 'failed'
      ? [`${one.name}:`, ...findingsInWords(one).map((line) => `  ${line}`)]
      : [];
  });
  if (result.isProven && !isKept(config, keptOf(result, proofs))) {
    wrong.push(staleInWords(config));
  }
  if (wrong.length === 0) return result;
  const error = new Error(`\n${wrong.join('\n')}`);
  error.name = 'ProofError';
  throw error;
}

/** What was proven on another major version is as good. */
function keptOf(
  { proofs }: ProofResult,
  known: ReadonlyMap<string, { readonly postgres: number }>,
): ProofResult['proofs'] {
  return new Map(
    [...proofs].map(([name, one]) => [name, { ...one, postgres: known.get(name)?.postgres ?? one.postgres }]),
  );
}
