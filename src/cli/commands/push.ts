import { readDatabaseEnvironment } from '../../migrations/index.ts';
import type { Draft } from '../../migrations/index.ts';
import { withClient } from '../../postgres/client.ts';
import { isLocal } from '../../postgres/locality.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { env } from '../../env.ts';
import { Problem } from '../../problem.ts';
import { defineCommand } from '../command.ts';
import { DRAFT_OPTIONS, draftAsking, listed, saidRenames } from '../draft-options.ts';
import { destroyedInWords } from '../draft-output.ts';
import { runToTheEnd } from '../migration-run.ts';
import { chosenDatabase, CONNECTION_OPTIONS } from '../project.ts';
import { makeScratch } from '../replay.ts';
import { loadSchema } from '../schema-files.ts';
import { counted, print, progress } from '../terminal.ts';

const COULD_NOT_TELL = 2;
const { 'at-once': _atOnce, ...OPTIONS } = DRAFT_OPTIONS;

export default defineCommand({
  name: 'push',
  about: `Makes a local development database what the Drizzle schema says, at once and without a migration: for trying things out.
It is planned on a scratch database first, and done in one transaction. What it does is in no migration: when the schema
is as it should be, npm run db:migrate:make name -- --replay writes one, and npm run db:reset begins anew with it.`,
  failure: COULD_NOT_TELL,
  options: {
    ...CONNECTION_OPTIONS,
    ...OPTIONS,
    destroy: {
      type: 'boolean',
      help: 'also take away what holds something: tables, columns, values of enums',
    },
    'dry-run': { type: 'boolean', help: 'print the statements, and run none' },
  },
  async run({ options }) {
    const connection = chosenDatabase(options);
    await refuseElsewhere(connection);
    const { modules: schema, casing } = await loadSchema(options.schema, options.casing);
    return await runToTheEnd(async (signal, onStep) => {
      await using scratch = await makeScratch(options.server);
      const draft = await draftAsking({
        ...{
          schema,
          casing,
          connection,
          signal,
          onStep,
          server: scratch.settings,
          atOnce: true,
          prove: false,
        },
        ...{ renames: saidRenames(options), ignore: listed(options.ignore) },
        ...(options.schemas !== undefined && { schemas: listed(options.schemas) }),
      });
      if (draft.up.length === 0) {
        print(`${describeConnection(connection)} is what the schema says`);
        return undefined;
      }
      if (options['dry-run']) {
        report(draft);
        return undefined;
      }
      if (draft.destroys.length > 0 && !options.destroy) throw wouldDestroy(draft);
      // What failed is told of that statement alone.
      await apply(connection, draft.up);
      report(draft);
      print(`${counted(draft.up.length, 'statement')} done on ${describeConnection(connection)}`);
      return undefined;
    });
  },
});

function report({ up, destroys, files }: Draft): void {
  for (const statement of up) print(`${statement};`);
  for (const one of destroys) progress(`destroys ${destroyedInWords(one)}`);
  // Nobody is asked to decide: it is a database for trying things out.
  for (const one of files.flatMap(({ decisions }) => decisions)) progress(one);
}

async function apply(connection: ConnectionSettings, statements: readonly string[]): Promise<void> {
  await withClient(connection, async (client) => {
    await client.query('begin');
    let sent = '';
    try {
      for (const statement of [...statements, 'commit']) {
        sent = statement;
        await client.query(statement);
      }
    } catch (cause) {
      await client.query('rollback');
      throw new Problem({
        code: 'push/refused',
        what: `${describeConnection(connection)}: ${cause instanceof Error ? cause.message : String(cause)}\n  ${sent};`,
        why: 'the rows that are there do not suit what the schema says; nothing was changed',
        fix: 'change the rows first, or begin anew: npm run db:reset',
        cause,
      });
    }
  });
}

/** Refuses what is not this machine's before it is connected to, and then what is of production. */
async function refuseElsewhere(connection: ConnectionSettings): Promise<void> {
  const where = describeConnection(connection);
  if (!isLocal(connection)) throw notLocal(`${where} is not on this machine`);
  const isOfProduction =
    env().nodeEnv === 'production' ||
    (await withClient(connection, async (client) => await readDatabaseEnvironment(client))) === 'production';
  if (isOfProduction) throw notLocal(`${where} is of production`);
}

function notLocal(what: string): Problem {
  return new Problem({
    code: 'push/not-local',
    what,
    why: 'what is pushed is in no migration, has no way back, and nobody else gets it',
    fix: 'write a migration and apply it: npm run db:migrate:make name, npm run db:migrate',
  });
}

function wouldDestroy({ destroys, files }: Draft): Problem {
  const lines = [...destroys.map(destroyedInWords), ...files.flatMap(({ decisions }) => decisions)];
  return new Problem({
    code: 'push/destroys',
    what: `it would take away what holds something:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    why: 'nothing brings that back; nothing was changed',
    fix: 'say --destroy if that is meant, or --rename old:new where it has another name from now on',
  });
}
