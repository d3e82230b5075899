import { repair } from '../../migrations/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { defineCommand } from '../command.ts';
import { LOCK_OPTIONS, lockOptions } from '../lock-options.ts';
import { chosenDatabase, chosenKnexfile, PROJECT_OPTIONS } from '../project.ts';
import { counted, print, progress } from '../terminal.ts';

export default defineCommand({
  name: 'migrate:repair',
  about: `Accepts what the files of applied migrations say now, where they were changed since. Runs none of them.`,
  options: { ...PROJECT_OPTIONS, ...LOCK_OPTIONS },
  async run({ options }) {
    const { config } = await chosenKnexfile(options);
    const connection = chosenDatabase(options);
    const { accepted } = await repair({ config, connection, ...lockOptions(options), onNotice: progress });
    for (const name of accepted) print(`accepted ${name} as it is now`);
    print(`${counted(accepted.length, 'changed migration')} accepted on ${describeConnection(connection)}`);
    return undefined;
  },
});
