import { rollback } from '../../migrations/index.ts';
import type { ChangedFact, RollbackResult } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { LOCK_OPTIONS, lockOptions, wholeNumber } from '../lock-options.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { aloud, counted, duration, print, progress, WAITING } from '../terminal.ts';

export default defineCommand({
  name: 'migrate:rollback',
  about: `Takes back what the last migrate applied, newest first, by each migration's down. Where that applied nothing, or
was taken back already, there is nothing to do: typed twice it goes no further. Compares the database with what it
was before that deploy; exit code 1 where it is not the same.`,
  options: {
    ...PROJECT_OPTIONS,
    ...LOCK_OPTIONS,
    deploys: {
      type: 'string',
      value: 'count',
      help: 'take back that many of the last deploys, rather than one',
    },
    to: { type: 'string', value: 'migration', help: 'take back everything behind this migration' },
  },
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const deploys = wholeNumber(options.deploys, '--deploys');
    const result = await aloud(WAITING, (onStart) =>
      rollback({
        config,
        connection,
        ...lockOptions(options),
        ...(deploys !== undefined && { deploys }),
        ...(options.to !== undefined && { to: options.to }),
        onStart,
        onNotice: progress,
      }),
    );
    for (const { name, milliseconds } of result.rolledBack)
      print(`rolled back ${name} (${duration(milliseconds)})`);
    print(summary(result, describeConnection(connection)));
    const { differences = [] } = result;
    if (differences.length === 0) return undefined;
    print('what is not as it was before the deploy:');
    for (const difference of differences) print(`  ${sentence(difference)}`);
    return 1;
  },
});

function summary({ rolledBack, deploy }: RollbackResult, where: string): string {
  if (rolledBack.length > 0) return `${counted(rolledBack.length, 'migration')} rolled back on ${where}`;
  return deploy === undefined
    ? `nothing to roll back on ${where}`
    : `nothing to roll back on ${where}: the last deploy, of ${deploy.startedAt.toISOString()}, applied nothing or was taken back`;
}

function sentence({ kind, object, fact, before, after }: ChangedFact): string {
  if (fact !== undefined)
    return `${kind} ${object}: ${fact} was ${JSON.stringify(before)}, is ${JSON.stringify(after)}`;
  return after === undefined ? `${kind} ${object} is gone` : `${kind} ${object} is still there`;
}
