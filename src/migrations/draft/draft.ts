import type { Knex } from 'knex';
import type { Client } from 'pg';
import { placeOf } from '../../parity/place.ts';
import { concludeOn } from '../../parity/stages/conclude-on.ts';
import type { Between, Wanted } from '../../parity/stages/conclude-on.ts';
import { withClient } from '../../postgres/client.ts';
import { withScratchDatabases } from '../../postgres/scratch-database.ts';
import type { MakeScratch } from '../../postgres/scratch-database.ts';
import { requireServerVersion } from '../../postgres/server-version.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { findHistory } from '../history.ts';
import { replay } from '../migrate.ts';
import type { ProofFinding } from '../proof/proof-result.ts';
import { cloneStructure } from './clone-structure.ts';
import { destroyedBy } from './destroyed.ts';
import type { Draft } from './draft-result.ts';
import { moveLines, movesOf } from './moves.ts';
import type { Moves } from './moves.ts';
import { planFiles } from './plan-files.ts';
import type { PlannedFile } from './plan-files.ts';
import { isOnlyNew, planNew } from './plan-new.ts';
import { proveFiles } from './prove-files.ts';
import { questionsOf, refuseUnused } from './questions.ts';
import { runnerOn, telling } from './run-code.ts';
import { lookAtMigrated, requireSameAsMigrations } from './same-as-migrations.ts';
import { WrittenFiles } from './written-files.ts';

/** What is to become of a database, and where that is tried out. */
export interface DraftOptions extends Wanted {
  /** The database as it is: a URL or settings. With a configuration it may be left out: its migrations say what is there. */
  readonly connection?: string | ConnectionSettings;
  /** A knexfile's configuration: what its migrations make is what is there. */
  readonly config?: Knex.Config;
  /** A server on which databases may be made and dropped, of the same major version; the one of `connection` unless given. */
  readonly server?: string | ConnectionSettings;
  /**
   * A database of that server to which the configuration's migrations were applied, and which nobody else uses: else they
   * are applied to one. It is left as it is.
   */
  readonly migrated?: string | ConnectionSettings;
  /** What the migration is called; `draft` unless given. */
  readonly name?: string;
  /** Whether all goes into one migration, whoever has to wait for it. */
  readonly atOnce?: boolean;
  /** Whether it is tried out, up, down and up, before it is given; it is unless said otherwise. */
  readonly prove?: boolean;
  /** Told what is being done. */
  readonly onStep?: (step: string) => void;
  readonly signal?: AbortSignal;
}

/** Writes the migration that makes a database what a Drizzle schema declares, and its way back, and tries both out. */
export async function draftMigration(options: DraftOptions): Promise<Draft> {
  const { connection, config } = options;
  const live = connection === undefined ? undefined : settingsOf(connection, 'connection');
  const server = options.server === undefined ? live : settingsOf(options.server, 'server');
  if (server === undefined) throw noServer();
  if (live === undefined && config === undefined) throw noDatabase();
  return await withScratchDatabases(server, async (make) => {
    const base = await baseOf(options, { make, from: live ?? server });
    const moves = await movesOf(base, options);
    const wanted = moves === undefined ? options : { ...options, renames: moves.renames };
    const moved = moves === undefined ? base : await movedBy(moves, await make(base));
    // One server answers while what the other said is thought about.
    const [first, unmoved, there] = await Promise.all([
      concludeOn(moved, wanted),
      moves === undefined ? undefined : concludeOn(base, options),
      live === undefined || config === undefined ? undefined : lookAtMigrated(live, { config, options }),
    ]);
    refuseUnused(first.unused);
    if (there !== undefined) requireSameAsMigrations(there, unmoved ?? first);
    if (first.open.length > 0) return draftOf([], { questions: questionsOf(first.open) });
    // What names something by a name that it is still to get is told once it has it.
    if (first.both.names.renames().size === 0) refuseUndecided(first);
    if (first.findings.length === 0 && moves === undefined) return draftOf([], {});
    const destroys =
      live === undefined
        ? await destroyedBy(first, undefined, moves?.before)
        : await withClient(live, async (client) => await destroyedBy(first, client, moves?.before));
    return await drafted(wanted, { make, base, first, destroys, moves });
  });
}

/** Makes what the rest is planned on: a database in which what goes to another namespace has gone. */
async function movedBy({ up }: Moves, base: ConnectionSettings): Promise<ConnectionSettings> {
  await withClient(base, async (client) => {
    const runner = await runnerOn(client, PLAIN_CONFIG);
    await telling(runner.run)(moveLines(up));
  });
  return base;
}

async function drafted(
  options: DraftOptions,
  {
    make,
    base,
    first,
    destroys,
    moves,
  }: {
    readonly destroys: Draft['destroys'];
    readonly make: MakeScratch;
    readonly base: ConnectionSettings;
    readonly first: Between;
    readonly moves: Moves | undefined;
  },
): Promise<Draft> {
  const { config = PLAIN_CONFIG, prove: isProven = true, onStep = () => undefined } = options;
  using written = new WrittenFiles({ config, name: options.name ?? 'draft' });
  const planned =
    (await withClient(base, async (client) =>
      moves === undefined && (await isOnlyNew(first, client))
        ? await plannedNew(client, first, options)
        : undefined,
    )) ??
    (await withClient(await make(base), async (client) => await plannedOn(client, first, options, moves)));
  // The server copies while the project's prettier is at work.
  const [files, copy] = await Promise.all([written.write(planned), isProven ? make(base) : undefined]);
  if (copy === undefined) return draftOf(files, { destroys });
  onStep('proving it');
  const {
    result: proof,
    later,
    proofs,
  } = await proveFiles(files, {
    config,
    connection: copy,
    wanted: options,
    ...(options.signal && { signal: options.signal }),
  });
  return draftOf(
    files.map((one, index) => ({
      ...one,
      decisions: [...one.decisions, ...decisionsIn(later[index] ?? [])],
    })),
    {
      ...{ proof, proofs, destroys },
      writesOwn: new Set(files.filter((_, index) => planned[index]?.writesOwn).map(({ name }) => name)),
    },
  );
}

/** What is only new is known before it is run. */
async function plannedNew(
  client: Client,
  first: Between,
  { config = PLAIN_CONFIG, onStep = () => undefined }: DraftOptions,
): Promise<readonly PlannedFile[]> {
  onStep('planning what is new');
  const version = await requireServerVersion(client);
  const runner = await runnerOn(client, config);
  return [await planNew(first, { record: runner.record, version })];
}

/** What else it comes to is seen where it is run. */
async function plannedOn(
  client: Client,
  first: Between,
  options: DraftOptions,
  moves: Moves | undefined,
): Promise<readonly PlannedFile[]> {
  const { config = PLAIN_CONFIG, atOnce = false, onStep = () => undefined } = options;
  const { table: history } = await findHistory(client, config);
  const version = await requireServerVersion(client);
  const runner = await runnerOn(client, config);
  const run = telling(runner.run);
  return await planFiles(
    { client, run, version, history, wanted: options, isAtOnce: atOnce, onStep, moves },
    first,
  );
}

function decisionsIn(later: readonly ProofFinding[]): readonly string[] {
  return later.map((finding) =>
    finding.kind === 'fact'
      ? 'what its down does to rows that are written once it is applied'
      : `what its down does to rows that are written once it is applied, which may not fit any more: ${finding.words}`,
  );
}

/** Where there is no knexfile. */
const PLAIN_CONFIG: Knex.Config = { client: 'pg' };

function draftOf(
  files: Draft['files'],
  {
    questions = [],
    destroys = [],
    proof,
    proofs,
    writesOwn,
  }: {
    /** Files that write into columns only which the draft made: what those held before is nothing. */
    readonly writesOwn?: ReadonlySet<string>;
    readonly destroys?: Draft['destroys'];
    readonly questions?: Draft['questions'];
    readonly proof?: Draft['proof'];
    readonly proofs?: Draft['proofs'];
  },
): Draft {
  const asked = new Set(files.map(({ name }) => name));
  // It gets another timestamp when it is written.
  const proven = (proof?.migrations ?? [])
    .map((one) => ({ ...one, name: one.name.replace(/^\d{14}_/, '') }))
    .filter(({ name }) => asked.has(name));
  return Object.freeze({
    files,
    up: files.flatMap(({ up }) => up),
    down: files.toReversed().flatMap(({ down }) => down),
    file:
      files.length === 1
        ? (files[0]?.text ?? '')
        : files.map(({ name, text }) => `// ${name}\n${text}`).join('\n'),
    questions,
    destroys,
    irreversible: proven.flatMap(({ name, loses }) => (writesOwn?.has(name) === true ? [] : loses)),
    hazards: proven.flatMap(({ hazards }) =>
      hazards.map((one) => ({ ...one, migration: one.migration.replace(/^\d{14}_/, '') })),
    ),
    proof,
    proofs,
  });
}

/** What all of it is tried out on copies of. */
async function baseOf(
  options: DraftOptions,
  { make, from }: { readonly make: MakeScratch; readonly from: ConnectionSettings },
): Promise<ConnectionSettings> {
  const { config, migrated, onStep = () => undefined } = options;
  if (migrated !== undefined && config !== undefined) return settingsOf(migrated, 'migrated');
  onStep('making a scratch database');
  const base = await make();
  if (config === undefined) await cloneStructure(from, base);
  else await replayed(options, config, base);
  return base;
}

/** Makes what the project's migrations make. */
async function replayed(
  { signal, onStep = () => undefined }: DraftOptions,
  config: Knex.Config,
  connection: ConnectionSettings,
): Promise<void> {
  await replay({
    config,
    connection,
    ...(signal !== undefined && { signal }),
    onStart: (name) => {
      onStep(`replaying ${name}`);
    },
  });
}

function settingsOf(place: string | ConnectionSettings, name: string): ConnectionSettings {
  return placeOf(place, name) as ConnectionSettings;
}

function refuseUndecided({ undecided }: Between): void {
  if (undecided.length === 0) return;
  throw new Problem({
    code: 'draft/undecided',
    what: `it cannot be told whether these differ:\n${undecided.map(({ object, attribute, reason }) => `  ${object}, ${attribute}: ${reason}`).join('\n')}`,
    why: 'a migration that leaves them out, or makes them anew, would be a guess',
    fix: 'do what the reasons say, or leave the objects out (--ignore)',
  });
}

function noServer(): Problem {
  return new Problem({
    code: 'draft/no-server',
    what: 'there is no server on which a draft can be tried out',
    fix: 'give one as `server` (a URL, or settings), or the database itself as `connection`',
  });
}

function noDatabase(): Problem {
  return new Problem({
    code: 'draft/no-database',
    what: 'nothing says what is there: neither a connection nor a configuration with migrations',
    fix: 'give the database as `connection`, or the configuration of the migrations as `config`',
  });
}
