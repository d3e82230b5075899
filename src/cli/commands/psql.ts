import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { libpqVariables } from '../../postgres/libpq-variables.ts';
import { describeConnection, withSettings } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, CONNECTION_OPTIONS } from '../project.ts';
import { asCalled, progress } from '../terminal.ts';

export default defineCommand({
  name: 'psql',
  usage: '[psql options]',
  maxPositionals: Number.POSITIVE_INFINITY,
  forwards: true,
  about: `Runs psql on the database; what is not an option of ours is for psql: keelson psql -c 'select 1'.
Where psql is not installed, says how to connect without it.`,
  options: CONNECTION_OPTIONS,
  async run({ options, positionals }) {
    const connection = chosenDatabase(options);
    const psql = spawn('psql', [...positionals], {
      stdio: 'inherit',
      env: { ...process.env, ...libpqVariables(withSettings(connection, { applicationName: 'psql' })) },
    });
    // Ctrl-C is for psql, which cancels a query by it.
    const ignore = (): void => undefined;
    const forward = (signal: NodeJS.Signals): void => {
      psql.kill(signal);
    };
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    try {
      const [code] = (await once(psql, 'exit')) as [number | null];
      return code ?? 1;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      progress(`psql is not installed. Any client can connect to ${describeConnection(connection)};`);
      progress(
        asCalled(
          'npm run -s db:status -- --show-url prints the URL with its password; npm run db:studio needs no client.',
        ),
      );
      return 1;
    } finally {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
    }
  },
});
