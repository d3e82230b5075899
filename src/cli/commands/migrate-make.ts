import { env } from '../../env.ts';
import { loadKnexfile, makeMigration } from '../../migrations/index.ts';
import { defineCommand } from '../command.ts';
import { PROJECT_OPTIONS } from '../project.ts';
import { print } from '../terminal.ts';
import { shownPath } from '../../shown-path.ts';

export default defineCommand({
  name: 'migrate:make',
  usage: '<name>',
  // A name with blanks is answered with a better one.
  maxPositionals: Number.POSITIVE_INFINITY,
  about: `Writes an empty migration with up and down into the project's migrations folder. The name becomes a
part of the file's name: letters, digits, _ and -.`,
  options: { knexfile: PROJECT_OPTIONS.knexfile },
  async run({ options, positionals }) {
    const { config } = await loadKnexfile({
      environment: env().nodeEnv,
      ...(options.knexfile !== undefined && { file: options.knexfile }),
    });
    print(`made ${shownPath(makeMigration({ config, name: positionals.join(' ') }))}`);
    return undefined;
  },
});
