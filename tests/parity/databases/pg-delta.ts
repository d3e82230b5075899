import { text } from 'node:stream/consumers';
import { diff } from '@supabase/pg-delta';
import { extract } from '@supabase/pg-delta/extract';
import { Client } from 'pg';
import type { Pool } from 'pg';

/** What one change is, with its names filled in. */
export interface Asked {
  readonly name: string;
  readonly setup?: string | undefined;
  readonly change: string;
}

// A program of its own: the package is made of ES modules, which Jest does not load.
void main();

/** Prints the names of the changes that pg-delta sees in the database of the URL; reads them from stdin. */
async function main(): Promise<void> {
  const client = new Client(process.argv[2]);
  await client.connect();
  const seen: string[] = [];
  let { factBase: base } = await read(client);
  for (const asked of JSON.parse(await text(process.stdin)) as readonly Asked[]) {
    // What it was at first spares a look at what it is; but roles, which other tests make meanwhile, are the server's.
    if (asked.setup === undefined && !(await differs(client, asked, base))) continue;
    if (await differs(client, asked)) seen.push(asked.name);
    // They have: what it is now spares the looks at what comes next.
    else if (asked.setup === undefined) base = (await read(client)).factBase;
  }
  await client.end();
  process.stdout.write(JSON.stringify(seen));
}

/** Whether it sees the change; without `base`, beside what is there just before, in one look at the whole server. */
async function differs(client: Client, { setup, change }: Asked, base?: Facts): Promise<boolean> {
  await client.query('begin isolation level repeatable read');
  try {
    if (setup !== undefined) await client.query(setup);
    const before = base ?? (await read(client)).factBase;
    await client.query(change);
    return diff(before, (await read(client)).factBase).length > 0;
  } finally {
    await client.query('rollback');
  }
}

type Facts = Awaited<ReturnType<typeof extract>>['factBase'];

async function read(client: Client): ReturnType<typeof extract> {
  return await extract(within(client), { redactSecrets: false });
}

/** A pool of one client, on which the transaction that is open stays open. */
function within(client: Client): Pool {
  const own = {
    query: async (query: unknown, values?: unknown[]) =>
      typeof query === 'string' && /^(?:BEGIN|COMMIT|ROLLBACK)/.test(query)
        ? { rows: [] }
        : await client.query(query as string, values),
    release: () => undefined,
  };
  return { connect: () => Promise.resolve(own) } as unknown as Pool;
}
