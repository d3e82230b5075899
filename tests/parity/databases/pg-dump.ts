import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { BASE } from './base.ts';
import type { Change } from './change.ts';
import type { TwoDatabases } from './two-databases.ts';

const run = promisify(execFile);

/** pg_dump as an observer of changes. */
export interface PgDump {
  /** Whether what it writes of a database is another text after the change. */
  sees(two: TwoDatabases, change: Change): Promise<boolean>;
}

/** The one on the path, if it reads servers of that version. */
export async function findPgDump(version: number): Promise<PgDump | undefined> {
  const printed = await run('pg_dump', ['--version']).catch(() => undefined);
  const own = /\(PostgreSQL\) (\d+)/.exec(printed?.stdout ?? '')?.[1];
  return Number(own) >= version ? { sees } : undefined;
}

async function sees({ named }: TwoDatabases, { setup = '', change }: Change): Promise<boolean> {
  // Only what is committed can be dumped.
  await using database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  try {
    await client.query(BASE);
    await client.query(named(setup));
    const before = await dump(database.url);
    await client.query(named(change));
    return before !== (await dump(database.url));
  } finally {
    await client.query('drop subscription if exists stray_news').catch(() => undefined);
    await client.end();
  }
}

async function dump(url: string): Promise<string> {
  const { stdout } = await run('pg_dump', ['--schema-only', '--create', url], { maxBuffer: 1e7 });
  // Newer ones begin and end with a word of their own making.
  return stdout.replaceAll(/^\\(?:un)?restrict .*$/gm, '');
}
