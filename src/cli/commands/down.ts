import { embeddedHome } from '../../env.ts';
import { stopEmbeddedServer } from '../../postgres/embedded/index.ts';
import { defineCommand } from '../command.ts';
import { print } from '../terminal.ts';

export default defineCommand({
  name: 'down',
  about: 'Stops the embedded PostgreSQL server of this folder. Its data stays in .data/postgres.',
  options: {},
  async run() {
    const { stopped } = await stopEmbeddedServer({ home: embeddedHome() });
    print(stopped ? 'the embedded server has stopped' : 'the embedded server was not running');
    return undefined;
  },
});
