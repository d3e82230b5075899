// A process that deploys or takes back, as often as it is told, and that is killed at the query that it is told.
import { Client } from 'pg';
import { settingsFromUrl } from '../../src/env.ts';
import { migrate, rollback } from '../../src/migrations/index.ts';
import { loadKnex } from '../../src/migrations/load-knex.ts';

/** What such a process is to do. */
export interface Order {
  readonly direction: 'up' | 'down';
  readonly url: string;
  /** The folder of the migrations. */
  readonly folder: string;
  readonly restoreKept?: boolean;
  /** The query at which it dies, counted from one: when that is sent and not answered. */
  readonly diesAt?: number;
}

/** What it says: that it can be told something, that it waits for another one, or how many queries it sent. */
export type Word = 'ready' | 'waits' | { readonly queries: number } | { readonly error: string };

function say(word: Word): void {
  process.send?.(word);
}

async function carryOut({ direction, url, folder, restoreKept = false, diesAt }: Order): Promise<number> {
  const query = Reflect.get(Client.prototype, 'query');
  let queries = 0;
  Client.prototype.query = function counted(this: Client, ...words: unknown[]) {
    queries += 1;
    const result = Reflect.apply(query, this, words) as unknown;
    // Handed to the system by then: the server gets it, and nobody hears its answer.
    if (queries === diesAt) process.kill(process.pid, 'SIGKILL');
    return result;
  } as typeof query;
  const options = {
    config: { client: 'pg', migrations: { directory: folder, schemaName: 'public' } },
    connection: settingsFromUrl(url),
    onNotice: (notice: string) => {
      if (notice.startsWith('waiting')) say('waits');
    },
  };
  try {
    if (direction === 'up') await migrate({ ...options, restoreKept });
    else await rollback(options);
  } finally {
    Client.prototype.query = query;
  }
  return queries;
}

process.on('message', (order: Order) => {
  carryOut(order).then(
    (queries) => {
      say({ queries });
    },
    (error: unknown) => {
      say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    },
  );
});
// Whoever told it what to do is gone.
process.on('disconnect', () => process.exit());
void loadKnex().then(() => {
  say('ready');
});
