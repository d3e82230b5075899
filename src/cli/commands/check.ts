import { checkParity, withReplay } from '../../parity/index.ts';
import type { DatabaseComparison, Verdict } from '../../parity/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import type { Client } from 'pg';
import type { Knex } from 'knex';
import { moduleResolver } from '../../load-module.ts';
import { findKnexfile } from '../../migrations/knexfile.ts';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import { withClient } from '../../postgres/client.ts';
import { readAccepted } from '../accepted-file.ts';
import { UsageProblem } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { untilInterrupted } from '../interruption.ts';
import { chosenDatabase, chosenKnexfile, CONNECTION_OPTIONS } from '../project.ts';
import { waitForMigrations } from '../quiet-database.ts';
import { loadSchema } from '../schema-files.ts';
import { aloud, progress } from '../terminal.ts';
import { FORMATS, formatVerdict } from '../verdict-formats.ts';
import type { VerdictFormat } from '../verdict-formats.ts';
import { writeFailure, writeVerdict } from '../verdict-output.ts';
import { runWatching } from '../watch.ts';

/** Exit codes as diff has them. */
const AGREE = 0;
const DIFFER = 1;
const COULD_NOT_TELL = 2;

export default defineCommand({
  name: 'check',
  about: `Says whether the database and the Drizzle schema agree, and where they do not. Changes nothing.
Exit code: 0 they agree, 1 they differ, 2 it could not be told. Ctrl-C ends --watch with 0, whatever it said last.`,
  failure: COULD_NOT_TELL,
  onFailure: writeFailure,
  options: {
    ...CONNECTION_OPTIONS,
    schema: {
      type: 'string',
      value: 'path',
      help: "the schema's file, folder or pattern; else drizzle.config's, else a place such as src/db/schema.ts",
    },
    schemas: {
      type: 'string',
      value: 'a,b',
      help: 'the namespaces to judge; else those that the schema uses',
    },
    casing: {
      type: 'string',
      choices: ['snake_case', 'camelCase', 'none'],
      help: "Drizzle's casing; else drizzle.config's",
    },
    ignore: { type: 'string', value: 'a.b,c.*', help: 'objects to leave out on both sides' },
    accepted: {
      type: 'string',
      value: 'path',
      help: 'another file of accepted differences than keelson.accepted.json',
    },
    format: {
      type: 'string',
      value: FORMATS.join('|'),
      choices: FORMATS,
      help: 'how to say it; text unless given',
    },
    output: { type: 'string', value: 'path', help: 'a file to write it to' },
    verbose: { type: 'boolean', help: 'also list what Drizzle cannot declare' },
    replay: {
      type: 'boolean',
      help: 'also compare all of the catalogue with a scratch database made by the applied migrations',
    },
    server: {
      type: 'string',
      value: 'postgres://…',
      help: "where --replay may make a database, of the same major version; else the tests' server",
    },
    knexfile: { type: 'string', value: 'path', help: "another knexfile than this folder's, for --replay" },
    watch: { type: 'boolean', help: 'again whenever a schema file or the database changes' },
  },
  async run({ options }) {
    if (!options.replay) refuseWithoutReplay(options);
    const start = performance.now();
    const connection = chosenDatabase(options);
    const project = await loadSchema(options.schema, options.casing);
    if (options.watch) {
      const words = process.argv.slice(2).filter((word) => word !== '--watch');
      await runWatching({ files: project.files, connection, words });
      return AGREE;
    }
    const { casing } = project;
    const migrations = options.replay ? await migrationsToReplay(options) : undefined;
    const judge = async (client: Client): Promise<Verdict> =>
      await checkParity({
        schema: project.modules,
        connection: client,
        accepted: readAccepted(options.accepted),
        ...(options.schemas !== undefined && { schemas: listed(options.schemas) }),
        ...(options.ignore !== undefined && { ignore: listed(options.ignore) }),
        ...(casing !== undefined && { casing }),
      });
    const verdict = await untilCancelled(async (signal) => {
      const judged = await judgeOn(connection, signal, judge);
      if (migrations === undefined) return judged;
      return withReplay(
        judged,
        await replayed({ config: migrations, server: options.server }, connection, signal),
      );
    }).catch((error: unknown) => {
      throw naming(project.files, error);
    });
    const { format = 'text', output, verbose } = options;
    const text = formatVerdict(verdict, {
      format: format as VerdictFormat,
      files: project.files,
      resolve: await moduleResolver(),
      verbose,
      place: describeConnection(connection),
      color: output === undefined && hasColors(),
      seconds: (performance.now() - start) / 1000,
    });
    writeVerdict(text, output);
    return exitCode(verdict);
  },
});

/** Judges on a connection that is cut when the person wants no more. */
async function judgeOn(
  connection: ConnectionSettings,
  signal: AbortSignal,
  judge: (client: Client) => Promise<Verdict>,
): Promise<Verdict> {
  return await withClient(connection, async (client) => {
    const cut = (): void => void client.end();
    signal.addEventListener('abort', cut, { once: true });
    await waitForMigrations(client, {
      signal,
      onWait: () => {
        progress('waiting: the database is being migrated');
      },
    });
    return await aloud(`comparing with ${describeConnection(connection)}`, async () => await judge(client));
  });
}

/** The project's own migrations: those of Keelson would say of every table that it is not theirs. */
async function migrationsToReplay({
  knexfile,
}: {
  readonly knexfile: string | undefined;
}): Promise<Knex.Config> {
  if (knexfile === undefined && findKnexfile() === undefined) {
    throw new Problem({
      code: 'cli/replay-no-knexfile',
      what: 'there is no knexfile here, so that there are no migrations of yours to replay',
      why: '--replay makes a database anew with the migrations that Knex has applied, and compares all of it',
      fix: 'name the knexfile with --knexfile; where something else migrates, leave --replay out, or compare with a database that it made: compareDatabases of keelson/parity',
    });
  }
  return (await chosenKnexfile({ knexfile })).config;
}

/** Options that would do nothing are a mistake that nobody would notice. */
function refuseWithoutReplay(options: {
  readonly server: string | undefined;
  readonly knexfile: string | undefined;
}): void {
  const idle = (['server', 'knexfile'] as const).find((name) => options[name] !== undefined);
  if (idle === undefined) return;
  throw new UsageProblem({
    code: 'cli/usage',
    what: `keelson check: --${idle} is for --replay, which is not there`,
    fix: `add --replay, or leave --${idle} out`,
  });
}

/** What is wrong with the declarations as such, with the files that they were looked for in. */
function naming(files: readonly string[], error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const shown =
    files.length > 3 ? `${files.slice(0, 3).map(shownPath).join(', ')} …` : files.map(shownPath).join(', ');
  const { code, what, why, cause } = error;
  if (code === 'parity/nothing-declared') {
    const fix = 'export the tables from there, or name another file with --schema';
    return new Problem({ code, what: `${shown}: ${what}`, ...(why !== undefined && { why }), fix, cause });
  }
  if (code !== 'parity/other-dialect') return error;
  return new Problem({
    code,
    what: `${shown}: ${what}`,
    ...(why !== undefined && { why }),
    fix: error.fix,
    cause,
  });
}

async function replayed(
  { config, server }: { readonly config: Knex.Config; readonly server: string | undefined },
  connection: ConnectionSettings,
  signal: AbortSignal,
): Promise<DatabaseComparison> {
  // Only now: it brings the migrations and the test databases with it, which most verdicts do without.
  const { replay } = await import('../replay.ts');
  return await aloud('replaying the migrations', async (onStart) => {
    const onStep = (step: string): void => {
      // What was made until then is taken back.
      signal.throwIfAborted();
      onStart(step);
    };
    return await replay({ config, connection, server, onStep });
  });
}

/** Ends in order when the person wants no more. */
async function untilCancelled<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  return await untilInterrupted(async (signal) => {
    try {
      return await work(signal);
    } catch (cause) {
      if (!signal.aborted) throw cause;
      throw new Problem({
        code: 'cli/cancelled',
        what: 'cancelled before there was a verdict; nothing was changed and nothing is left behind',
        fix: 'run it again when it may end',
        cause,
      });
    }
  });
}

function exitCode({ agrees, differences }: Verdict): number {
  if (agrees) return AGREE;
  return differences.length > 0 ? DIFFER : COULD_NOT_TELL;
}

function hasColors(): boolean {
  // Node knows of NO_COLOR, FORCE_COLOR and what the terminal can do.
  return process.stdout.isTTY && process.stdout.hasColors();
}

function listed(words: string): readonly string[] {
  return words.split(',').map((word) => word.trim());
}
