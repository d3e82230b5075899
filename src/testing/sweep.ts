import type { Client } from 'pg';
import { dropTemplate } from './database.ts';
import { giveBackLease, readLeases, takeLease } from './lease.ts';
import { isDisposable, isTemplate } from './name.ts';
import { lastUse } from './template.ts';

// Before the leases are read: a database that is seen here had its lease before.
const DATABASES = `
  select datname as name, shobj_description(oid, 'pg_database') as comment,
         (current_date - 7)::text as "weekAgo"
    from pg_database
   where datname like 'keelson\\_%'
   order by datname`;

interface Found {
  readonly name: string;
  readonly comment: string | null;
  readonly weekAgo: string;
}

/** Drops what earlier runs left behind: databases whose lease nobody holds, and templates not used for a week. */
export async function sweep(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<Found>(DATABASES);
  const isLeased = await readLeases(client);
  const dropped: string[] = [];
  for (const found of rows) {
    const isLeft = isDisposable(found.name) || (isTemplate(found.name) && isOld(found));
    if (!isLeft || isLeased(found.name)) continue;
    if (await dropAlone(client, found.name)) dropped.push(found.name);
  }
  return dropped;
}

function isOld({ comment, weekAgo }: Found): boolean {
  const used = lastUse(comment);
  return used !== undefined && used < weekAgo;
}

/** Under the lease, so that no two sweep the same one. */
async function dropAlone(client: Client, name: string): Promise<boolean> {
  if (!(await takeLease(client, name))) return false;
  try {
    await dropTemplate(client, name);
    return true;
  } catch {
    // Another user's, or somebody else was faster. Cleaning up is no reason for a test to fail.
    return false;
  } finally {
    await giveBackLease(client, name);
  }
}
