import { rollback } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { aloud, counted, duration, print, WAITING } from '../terminal.ts';

export default defineCommand({
  name: 'migrate:rollback',
  about: `Takes back Knex's last batch, newest first, by each migration's down: what the last migrate that applied anything
applied. After a deploy that failed whole, that is the release before it; migrate:status shows the batches.`,
  options: PROJECT_OPTIONS,
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const { rolledBack } = await aloud(WAITING, (onStart) => rollback({ config, connection, onStart }));
    for (const { name, milliseconds } of rolledBack) print(`rolled back ${name} (${duration(milliseconds)})`);
    const where = describeConnection(connection);
    print(
      rolledBack.length === 0
        ? `nothing to roll back on ${where}`
        : `${counted(rolledBack.length, 'migration')} rolled back on ${where}`,
    );
    return undefined;
  },
});
