import { Pool } from 'pg';
import { Problem } from '../../src/problem.ts';
import { createTestDatabase, startTestServer } from '../../src/testing/index.ts';
import type { TestDatabase, TestDatabaseOptions, TestServerOptions } from '../../src/testing/index.ts';

/** What the program is to do, as JSON in its first argument. */
export interface Task {
  /** Calls what a global setup calls, first. */
  readonly setup?: TestServerOptions;
  readonly databases?: readonly TestDatabaseOptions[];
  /** Opens so many connections to the first one, and forgets them. */
  readonly connections?: number;
  /** `leave`: end without dropping them. `hold`: keep them, and run until the program is killed. */
  readonly then?: 'drop' | 'leave' | 'hold';
}

/** What came of it, as JSON in one line on standard output. */
export interface Report {
  readonly server?: { readonly url: string; readonly kind: string };
  readonly databases: readonly { readonly name: string; readonly url: string }[];
  readonly problem?: { readonly code: string; readonly message: string };
}

async function run({ setup, databases = [], connections = 0, then = 'drop' }: Task): Promise<void> {
  const made: TestDatabase[] = [];
  const report = (rest: Omit<Report, 'databases'> = {}): void => {
    const shown = made.map(({ name, url }) => ({ name, url }));
    process.stdout.write(`${JSON.stringify({ databases: shown, ...rest })}\n`);
  };
  try {
    const server = setup && (await startTestServer(setup));
    for (const options of databases) made.push(await createTestDatabase(options));
    await connect(made[0]?.url, connections);
    report(server && { server: { url: server.url, kind: server.kind } });
    if (then === 'hold') setInterval(() => undefined, 1000);
    if (then === 'drop') {
      for (const database of made) await database.drop();
      await server?.stop();
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    report({ problem: { code: error.code, message: error.message } });
  }
}

async function connect(connectionString: string | undefined, max: number): Promise<void> {
  const pool = new Pool({ connectionString, max, application_name: 'shop' });
  pool.on('error', () => undefined);
  await Promise.all(Array.from({ length: max }, async () => await pool.query('select')));
}

if (require.main === module) void run(JSON.parse(process.argv[2] ?? '{}') as Task);
