import path from 'node:path';
import { connect, withClient } from '../../src/postgres/client.ts';
import { requireServerVersion } from '../../src/postgres/server-version.ts';
import { ScratchServer } from './scratch-server.ts';
import type { Programs } from './scratch-server.ts';

/** The folder of an older server's programs, which no package of ours brings: .ci/run fetches one. */
const { OLD_POSTGRES } = process.env;

it('the server of these tests is new enough', async () => {
  await using server = await ScratchServer.make();
  await server.start();
  expect(await withClient(server.connection(), requireServerVersion)).toBeGreaterThanOrEqual(15);
});

const old = OLD_POSTGRES === undefined ? undefined : programsIn(OLD_POSTGRES);
(old === undefined ? it.skip : it)(
  `a real server of version 14 is too old${old === undefined ? ` (OLD_POSTGRES names no folder with one)` : ''}`,
  async () => {
    await using server = await ScratchServer.make(old);
    await server.start();
    const client = await connect(server.connection());
    await expect(requireServerVersion(client)).rejects.toMatchObject({
      code: 'connection/too-old',
      what: expect.stringMatching(
        /^the server is PostgreSQL 14\.\d+.*; Keelson needs 15 or later$/,
      ) as unknown,
    });
    await client.end();
  },
);

function programsIn(folder: string): Programs {
  return { initdb: path.join(folder, 'bin', 'initdb'), postgres: path.join(folder, 'bin', 'postgres') };
}
