import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import {
  buildDatabase,
  checkFiles,
  DESTRUCTIVE_OPTIONS,
  emptyDatabase,
  refuseUnlessDisposable,
} from '../rebuild.ts';
import { print } from '../terminal.ts';

export default defineCommand({
  name: 'reset',
  about: `Drops the database with everything in it, makes it anew, migrates and seeds it. Asks first when a person is
at the terminal; a script says --yes. Refuses a database that is not on this machine, and one of production.`,
  options: { ...DESTRUCTIVE_OPTIONS, ...PROJECT_OPTIONS },
  async run({ options }) {
    const connection = chosenDatabase(options);
    refuseUnlessDisposable(connection, options);
    const knexfile = await chosenKnexfile(options);
    await checkFiles(knexfile);
    await emptyDatabase(connection, options);
    print(`database   ${describeConnection(connection)}`);
    await buildDatabase(connection, knexfile);
    return undefined;
  },
});
