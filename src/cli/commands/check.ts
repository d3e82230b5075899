import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkParity, withReplay } from '../../parity/index.ts';
import type { CheckOptions, DatabaseComparison, Verdict } from '../../parity/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import type { Client } from 'pg';
import { Problem } from '../../problem.ts';
import { withClient } from '../../postgres/client.ts';
import { readAccepted } from '../accepted-file.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, chosenKnexfile, CONNECTION_OPTIONS } from '../project.ts';
import { waitForMigrations } from '../quiet-database.ts';
import { replay } from '../replay.ts';
import { loadSchema } from '../schema-files.ts';
import { aloud, print, progress } from '../terminal.ts';
import { FORMATS, formatVerdict } from '../verdict-formats.ts';
import type { VerdictFormat } from '../verdict-formats.ts';
import { runWatching } from '../watch.ts';

/** Exit codes as diff has them. */
const AGREE = 0;
const DIFFER = 1;
const COULD_NOT_TELL = 2;

export default defineCommand({
  name: 'check',
  about: `Says whether the database and the Drizzle schema agree, and where they do not. Changes nothing.
Exit code: 0 they agree, 1 they differ, 2 it could not be told.`,
  failure: COULD_NOT_TELL,
  options: {
    ...CONNECTION_OPTIONS,
    schema: {
      type: 'string',
      value: 'path',
      help: "the schema's file, folder or pattern; else drizzle.config's, else where schemas are kept by custom",
    },
    schemas: {
      type: 'string',
      value: 'a,b',
      help: 'the namespaces to judge; else those that the schema uses',
    },
    casing: {
      type: 'string',
      choices: ['snake_case', 'camelCase'],
      help: "Drizzle's casing; else drizzle.config's",
    },
    ignore: { type: 'string', value: 'a.b,c.*', help: 'objects of the database to leave out' },
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
    const connection = chosenDatabase(options);
    const project = await loadSchema(options.schema);
    if (options.watch) {
      const words = process.argv.slice(2).filter((word) => word !== '--watch');
      await runWatching({ files: project.files, connection, words });
      return AGREE;
    }
    const casing = (options.casing as CheckOptions['casing']) ?? project.casing;
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
      return options.replay ? withReplay(judged, await replayed(options, connection, signal)) : judged;
    });
    say(verdict, { ...options, files: project.files, place: describeConnection(connection) });
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

async function replayed(
  { knexfile, server }: { readonly knexfile: string | undefined; readonly server: string | undefined },
  connection: ConnectionSettings,
  signal: AbortSignal,
): Promise<DatabaseComparison> {
  const { config } = await chosenKnexfile({ knexfile });
  return await aloud('replaying the migrations', async (onStart) => {
    const onStep = (step: string): void => {
      // What was made until then is taken back.
      signal.throwIfAborted();
      onStart(step);
    };
    return await replay({ config, connection, server, onStep });
  });
}

/** Runs `work`, and ends it in order when the person presses Ctrl-C; a second time ends it at once. */
async function untilCancelled<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const cancelled = new AbortController();
  const cancel = (): void => {
    progress('ending; once more ends it at once');
    cancelled.abort();
  };
  process.once('SIGINT', cancel);
  try {
    return await work(cancelled.signal);
  } catch (cause) {
    if (!cancelled.signal.aborted) throw cause;
    throw new Problem({
      code: 'cli/cancelled',
      what: 'cancelled before there was a verdict; nothing was changed and nothing is left behind',
      fix: 'run it again when it may end',
      cause,
    });
  } finally {
    process.removeListener('SIGINT', cancel);
  }
}

interface SayOptions {
  readonly format: string | undefined;
  readonly output: string | undefined;
  readonly verbose: boolean;
  readonly files: readonly string[];
  readonly place: string;
}

function say(verdict: Verdict, { format = 'text', output, verbose, files, place }: SayOptions): void {
  const color = output === undefined && hasColors();
  const text = formatVerdict(verdict, { format: format as VerdictFormat, files, verbose, place, color });
  if (output === undefined) {
    print(text);
    return;
  }
  writeFileSync(path.resolve(output), text.endsWith('\n') ? text : `${text}\n`);
  progress(`written to ${output}`);
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
