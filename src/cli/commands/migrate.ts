import { env } from '../../env.ts';
import { migrate, plan } from '../../migrations/index.ts';
import type { Kept, MigrateOptions, MigrateResult } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { LOCK_OPTIONS, lockOptions } from '../lock-options.ts';
import { DRY_RUN_OPTIONS, printPlan, runToTheEnd } from '../migration-run.ts';
import { keptInWords, restoredInWords } from '../plan-output.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { requireProofOfProject } from '../require-proof.ts';
import { asCalled, confirm, counted, duration, isAttended, print, progress } from '../terminal.ts';

export default defineCommand({
  name: 'migrate',
  about: `Applies every migration that the database does not have yet, each in a transaction of its own with its record,
while no other deploy does, and records the deploy for migrate:rollback. In NODE_ENV=production the database also
learns that it is of production, which resets and seeds for development respect. Ctrl-C, SIGTERM and SIGHUP end it at
a safe point: what is being run is taken back, what is applied stays.`,
  options: {
    ...PROJECT_OPTIONS,
    ...LOCK_OPTIONS,
    'out-of-order': { type: 'boolean', help: 'apply migrations too that sort before one that is applied' },
    'restore-kept': {
      type: 'boolean',
      help: 'bring back the rows that a rollback set aside, with the migrations that they belong to',
    },
    'require-proof': { type: 'boolean', help: 'refuse migrations that have no proof (migrate:prove)' },
    check: {
      type: 'boolean',
      help: 'then compare the database with the Drizzle schema; exit code 1 where they differ',
    },
    schema: { type: 'string', value: 'path', help: 'the schema for --check; else found as check finds it' },
    ...DRY_RUN_OPTIONS,
  },
  async run({ options }) {
    // Before the deploy: a verdict that cannot be given is no reason to have deployed.
    const judge = options.check
      ? await (await import('../verdict-after.ts')).verdictAfter(options)
      : undefined;
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const where = describeConnection(connection);
    const code = await runToTheEnd(async (signal, onStart) => {
      const wanted: MigrateOptions = {
        config,
        connection,
        ...lockOptions(options),
        allowOutOfOrder: options['out-of-order'],
        restoreKept: options['restore-kept'] || (isAttended() && askForKept),
        requireProof: options['require-proof'] || requireProofOfProject(),
        signal,
        onStart,
        onNotice: progress,
      };
      if (options['dry-run']) return printPlan(await plan(wanted), { where, format: options.format });
      const production = env().nodeEnv === 'production' ? ({ environment: 'production' } as const) : {};
      printResult(await migrate({ ...wanted, ...production }), where);
      return undefined;
    });
    return code ?? (options['dry-run'] ? undefined : await judge?.(connection));
  },
});

/** Rows come back when somebody wants them. */
async function askForKept(kept: readonly Kept[]): Promise<boolean> {
  const what = kept.map((one) => `  ${keptInWords(one)} (${one.migration})`).join('\n');
  return await confirm(`set aside when these migrations were taken back:\n${what}\nbring them back?`);
}

function printResult({ applied, restored, kept, untold }: MigrateResult, where: string): void {
  for (const { name, milliseconds, irreversible } of applied) {
    const reason = irreversible === undefined ? '' : `, irreversible: ${irreversible}`;
    print(`applied ${name} (${duration(milliseconds)})${reason}`);
  }
  for (const one of restored) print(restoredInWords(one));
  for (const one of kept) {
    progress(
      asCalled(
        `kept since a rollback and not brought back: ${keptInWords(one)}: npm run db:kept -- --restore ${one.migration}`,
      ),
    );
  }
  if (untold !== undefined) progress(asCalled(`warning: ${untold.message}`));
  print(
    applied.length === 0
      ? `nothing to do: ${where} has every migration`
      : `${counted(applied.length, 'migration')} applied to ${where}`,
  );
}
