import { env } from '../../env.ts';
import { migrate } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { LOCK_OPTIONS, lockOptions } from '../lock-options.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { aloud, asCalled, counted, duration, print, progress, WAITING } from '../terminal.ts';

export default defineCommand({
  name: 'migrate',
  about: `Applies every migration that the database does not have yet, each in a transaction of its own with its record,
while no other deploy does, and records the deploy for migrate:rollback. In NODE_ENV=production the database also
learns that it is of production, which resets and seeds for development respect.`,
  options: {
    ...PROJECT_OPTIONS,
    ...LOCK_OPTIONS,
    'out-of-order': { type: 'boolean', help: 'apply migrations too that sort before one that is applied' },
  },
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const { applied, untold } = await aloud(WAITING, (onStart) =>
      migrate({
        config,
        connection,
        ...(env().nodeEnv === 'production' && { environment: 'production' }),
        ...lockOptions(options),
        allowOutOfOrder: options['out-of-order'],
        onStart,
        onNotice: progress,
      }),
    );
    for (const { name, milliseconds } of applied) print(`applied ${name} (${duration(milliseconds)})`);
    if (untold !== undefined) progress(asCalled(`warning: ${untold.message}`));
    const where = describeConnection(connection);
    print(
      applied.length === 0
        ? `nothing to do: ${where} has every migration`
        : `${counted(applied.length, 'migration')} applied to ${where}`,
    );
    return undefined;
  },
});
