import { embeddedHome } from '../../env.ts';
import { startEmbeddedServer } from '../../postgres/embedded/index.ts';
import { defineCommand } from '../command.ts';
import { asCalled, print, progress } from '../terminal.ts';

export default defineCommand({
  name: 'up',
  about: `Starts the embedded PostgreSQL server of this folder, in .data/postgres, or finds it running.
It goes on when the command has ended; keelson down stops it.`,
  options: {},
  async run() {
    const { host, port, user, database, version, pid, startedNow } = await startEmbeddedServer({
      home: embeddedHome(),
      onProgress: progress,
    });
    print(
      `PostgreSQL ${version} ${startedNow ? 'is now running' : 'was running already'}: ${user}@${host}:${port}/${database} (pid ${pid})`,
    );
    print(
      asCalled(
        'npm run db:psql connects; npm run -s db:status -- --show-url prints the URL with its password',
      ),
    );
    return undefined;
  },
});
