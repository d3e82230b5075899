import { changedFactInWords, mayDiffer, plan, rollback } from '../../migrations/index.ts';
import type { RollbackOptions, RollbackResult } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { LOCK_OPTIONS, lockOptions, wholeNumber } from '../lock-options.ts';
import { DRY_RUN_OPTIONS, printPlan, runToTheEnd } from '../migration-run.ts';
import { keptInWords } from '../plan-output.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { asCalled, counted, duration, print, progress } from '../terminal.ts';

export default defineCommand({
  name: 'migrate:rollback',
  about: `Takes back what the last migrate applied, newest first, by each migration's down. Where that applied nothing, or
was taken back already, there is nothing to do: typed twice it goes no further. Rows that a down destroys are set aside
first (keelson kept). Compares the database with what it was before that deploy; exit code 1 where it is not the same.`,
  options: {
    ...PROJECT_OPTIONS,
    ...LOCK_OPTIONS,
    deploys: {
      type: 'string',
      value: 'count',
      help: 'take back that many of the last deploys, rather than one',
    },
    to: { type: 'string', value: 'migration', help: 'take back everything behind this migration' },
    discard: { type: 'boolean', help: 'set no rows aside: what a down destroys is gone' },
    ...DRY_RUN_OPTIONS,
  },
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const deploys = wholeNumber(options.deploys, '--deploys');
    const where = describeConnection(connection);
    return await runToTheEnd(async (signal, onStart) => {
      const wanted: RollbackOptions = {
        config,
        connection,
        ...lockOptions(options),
        ...(deploys !== undefined && { deploys }),
        ...(options.to !== undefined && { to: options.to }),
        discard: options.discard,
        signal,
        onStart,
        onNotice: progress,
      };
      if (options['dry-run']) {
        return printPlan(await plan({ direction: 'down', ...wanted }), { where, format: options.format });
      }
      return printResult(await rollback(wanted), where);
    });
  },
});

function printResult(result: RollbackResult, where: string): number | undefined {
  const { rolledBack, kept, differences = [] } = result;
  for (const { name, milliseconds } of rolledBack) print(`rolled back ${name} (${duration(milliseconds)})`);
  for (const one of kept) print(`set aside ${keptInWords(one)}: in ${one.copy}`);
  print(summary(result, where));
  if (kept.length > 0) {
    progress(asCalled('npm run db:migrate -- --restore-kept brings the rows back with their migration'));
  }
  if (differences.length === 0) return undefined;
  print('what is not as it was before the deploy:');
  for (const difference of differences) print(`  ${changedFactInWords(difference)}`);
  // A column that comes back stands behind the others, whatever anybody does; a role may be that of another database.
  return differences.every(mayDiffer) ? undefined : 1;
}

function summary({ rolledBack, deploy }: RollbackResult, where: string): string {
  if (rolledBack.length > 0) return `${counted(rolledBack.length, 'migration')} rolled back on ${where}`;
  return deploy === undefined
    ? `nothing to roll back on ${where}`
    : `nothing to roll back on ${where}: the last deploy, of ${deploy.startedAt.toISOString()}, applied nothing or was taken back`;
}
