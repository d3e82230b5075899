import { readDatabaseEnvironment, writeDatabaseEnvironment } from '../../migrations/index.ts';
import type { DatabaseEnvironment } from '../../migrations/index.ts';
import { withClient } from '../../postgres/client.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { UsageProblem } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, CONNECTION_OPTIONS } from '../project.ts';
import { print } from '../terminal.ts';

const NAMES = ['development', 'test', 'production'] as const satisfies readonly DatabaseEnvironment[];

export default defineCommand({
  name: 'environment',
  usage: `[${NAMES.join('|')}]`,
  maxPositionals: 1,
  about: `Shows what the database says that it is for, or writes it into the database. A database of production is
never reset, and takes no seeds for development.`,
  options: CONNECTION_OPTIONS,
  async run({ options, positionals: [name] }) {
    const wanted = NAMES.find((known) => known === name);
    if (name !== undefined && wanted === undefined) {
      throw new UsageProblem({
        code: 'cli/usage',
        what: `keelson environment: ${name} is not one of ${NAMES.join(', ')}`,
        fix: 'keelson environment --help',
      });
    }
    const connection = chosenDatabase(options);
    await withClient(connection, async (client) => {
      if (wanted !== undefined) await writeDatabaseEnvironment(client, wanted);
      print(
        `${describeConnection(connection)}: ${(await readDatabaseEnvironment(client)) ?? 'nobody has said what it is for'}`,
      );
    });
    return undefined;
  },
});
