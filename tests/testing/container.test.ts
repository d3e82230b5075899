import { Client } from 'pg';
import { announcements, run } from './process.ts';

const EMPTY = { migrate: false };
/** An engine answers exactly where the global setup of this run found one. */
const withEngine = process.env.TEST_DATABASE_KIND === 'container' ? describe : describe.skip;

withEngine('a container', () => {
  const env = { TEST_DATABASE: 'container' };

  test('is chosen when nothing is said', async () => {
    const { databases, stderr } = await run({ databases: [EMPTY] }, { env: {} });
    expect(databases).toHaveLength(1);
    expect(announcements(stderr)).toEqual([
      expect.stringMatching(/^keelson: test databases on PostgreSQL in a container \(postgres:18-alpine\), /),
    ]);
  });

  test('is one for all processes that have no global setup', async () => {
    const reports = await Promise.all(
      Array.from({ length: 4 }, async () => await run({ databases: [EMPTY] }, { env })),
    );
    const hosts = reports.flatMap(({ databases }) => databases.map(({ url }) => new URL(url).host));
    expect(hosts).toHaveLength(4);
    expect(new Set(hosts).size).toBe(1);
  });

  test('is the run’s own when a global setup starts it, and is gone when that stops it', async () => {
    const { server, databases } = await run({ setup: {}, databases: [EMPTY] }, { env });
    expect(server?.kind).toBe('container');
    expect(new URL(databases[0]?.url ?? '').host).toBe(new URL(server?.url ?? '').host);
    expect(server?.url).not.toBe(process.env.TEST_DATABASE_URL);
    await expect(new Client({ connectionString: server?.url }).connect()).rejects.toThrow();
  });

  test('that cannot be had says so when it was asked for', async () => {
    const setup = { image: 'keelson.invalid/no-such-image:0' };
    const { problem } = await run({ setup }, { env });
    expect(problem?.code).toBe('testing/container-failed');
  });

  test('that cannot be had is replaced by the embedded server when nobody asked for it', async () => {
    const setup = { image: 'keelson.invalid/no-such-image:0' };
    const { server, stderr } = await run({ setup }, { env: {} });
    expect(server?.kind).toBe('embedded');
    expect(announcements(stderr)).toEqual([
      'keelson: getting the image keelson.invalid/no-such-image:0',
      expect.stringMatching(/\(Docker answers, but the container did not start: .+\)$/),
    ]);
  });
});
