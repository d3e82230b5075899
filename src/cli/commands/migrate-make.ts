import { env } from '../../env.ts';
import {
  loadKnexfile,
  lockFileOf,
  makeMigration,
  refuseBadName,
  refuseTakenName,
  writeDraft,
} from '../../migrations/index.ts';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import { UsageProblem } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { DRAFT_OPTIONS, draftAsking, listed, saidRenames } from '../draft-options.ts';
import { reportDraft } from '../draft-output.ts';
import { runToTheEnd } from '../migration-run.ts';
import { chosenDatabase, PROJECT_OPTIONS } from '../project.ts';
import { makeMigrated, makeScratch } from '../replay.ts';
import { loadSchema } from '../schema-files.ts';
import type { ProjectSchema } from '../schema-files.ts';
import { print, progress } from '../terminal.ts';

const COULD_NOT_TELL = 2;

export default defineCommand({
  name: 'migrate:make',
  usage: '<name>',
  // A name with blanks is answered with a better one.
  maxPositionals: Number.POSITIVE_INFINITY,
  about: `Writes a migration into the project's migrations folder: what makes the database what the Drizzle schema says, with its
way back, after both have been run on a scratch database with rows. Where nothing differs, and with --empty, up and down
are empty. The name becomes a part of the file's name: letters, digits, _ and -.
Exit code: 0 it is written, 2 it is not, and the reason is said.`,
  failure: COULD_NOT_TELL,
  options: {
    ...PROJECT_OPTIONS,
    ...DRAFT_OPTIONS,
    empty: { type: 'boolean', help: 'look at nothing: up and down are empty' },
    replay: { type: 'boolean', help: 'look at what the migrations make, rather than at the database' },
    accept: {
      type: 'boolean',
      help: 'keep the proof of what is dangerous too, as migrate:prove --accept does',
    },
  },
  async run({ options, positionals }) {
    const name = positionals.join(' ');
    refuseBadName(name);
    if (options.empty) refuseIdle(options);
    const loaded = await loadKnexfile({
      environment: env().nodeEnv,
      ...(options.knexfile !== undefined && { file: options.knexfile }),
    });
    const { config } = loaded;
    refuseTakenName({ config, name });
    const project = options.empty ? undefined : await schemaOf(options);
    if (project === undefined) {
      made(makeMigration({ config, name }));
      return undefined;
    }
    const { modules: schema, casing } = project;
    return await runToTheEnd(async (signal, onStep) => {
      const connection = options.replay ? undefined : chosenDatabase(options);
      onStep('making a scratch database');
      const onMigration = (one: string): void => {
        onStep(`replaying ${one}`);
      };
      await using migrated = await makeMigrated(options.server, { loaded, onMigration, signal });
      await using scratch = migrated ?? (await makeScratch(options.server));
      const draft = await draftAsking({
        ...{ schema, casing, config, name, signal, onStep, server: scratch.settings },
        ...(migrated !== undefined && { migrated: migrated.settings }),
        ...{ renames: saidRenames(options), ignore: listed(options.ignore), atOnce: options['at-once'] },
        ...(connection !== undefined && { connection }),
        ...(options.schemas !== undefined && { schemas: listed(options.schemas) }),
      });
      if (draft.files.length === 0) {
        made(makeMigration({ config, name }));
        progress('the database is what the schema says: up and down are empty');
        return undefined;
      }
      reportDraft(draft, {
        written: writeDraft({ config, draft, accept: options.accept }),
        lockFile: lockFileOf(config),
        isAtOnce: options['at-once'],
      });
      return undefined;
    });
  },
});

/** A project without a schema has migrations too. */
async function schemaOf(options: {
  readonly schema: string | undefined;
  readonly casing: string | undefined;
}): Promise<ProjectSchema | undefined> {
  try {
    return await loadSchema(options.schema, options.casing);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'cli/no-schema' || options.schema !== undefined)
      throw error;
    progress(`${error.what}: up and down are empty`);
    return undefined;
  }
}

function made(file: string): void {
  print(`made ${shownPath(file)}`);
}

/** What would do nothing is a mistake that nobody would notice. */
function refuseIdle(options: Readonly<Record<string, string | boolean | undefined>>): void {
  const idle = [...Object.keys(DRAFT_OPTIONS), 'url', 'replay', 'accept'].find(
    (name) => options[name] !== undefined && options[name] !== false,
  );
  if (idle === undefined) return;
  throw new UsageProblem({
    code: 'cli/usage',
    what: `keelson migrate:make: --${idle} is of no use with --empty, which looks at nothing`,
    fix: 'leave one of them out',
  });
}
