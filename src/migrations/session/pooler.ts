import { Client } from 'pg';
import { pgConfig } from '../../postgres/pg-config.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';

/**
 * Refuses a pooler that lends a server session for one transaction at a time: a lock taken through it belongs to
 * whoever is lent that session next. A pooler tells another process number than the server has; one that keeps a
 * session for each client never lends one session to two of them.
 */
export async function refuseTransactionPooler(client: Client, settings: ConnectionSettings): Promise<void> {
  const told = (client as unknown as { processID: number | null }).processID;
  if ((await backendOf(client)) === told) return;
  const other = new Client(await pgConfig(settings));
  other.on('error', () => undefined);
  await other.connect();
  try {
    for (let round = 0; round < 5; round += 1) {
      const [ours, theirs] = [await backendOf(client), await backendOf(other)];
      if (ours === theirs) throw refusal();
    }
  } finally {
    await other.end();
  }
}

async function backendOf(client: Client): Promise<number | undefined> {
  return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
}

function refusal(): Problem {
  return new Problem({
    code: 'migrations/pooler',
    what: 'between here and the server is a pooler that lends sessions for single transactions (PgBouncer with pool_mode = transaction)',
    why: 'the lock that keeps other deploys away would protect nobody; no migration has been run',
    fix: 'migrate through the URL of the server itself, or of a pool in session mode: --url postgres://…',
  });
}
