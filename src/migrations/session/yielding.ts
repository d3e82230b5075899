import { Client } from 'pg';
import { pgConfig } from '../../postgres/pg-config.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';

/** Where a deploy would wait without a limit, what is only tried does not. */
const LONGEST = `
select coalesce(nullif(extract(epoch from current_setting('lock_timeout')::interval), 0), 2)::float8 * 1000 as ms`;

/** Who has waited for a session for longer than its own statements may wait for others. */
const WAITING = `
select a.pid, left(regexp_replace(a.query, '\\s+', ' ', 'g'), 200) as query
from pg_locks l join pg_stat_activity a on a.pid = l.pid
where not l.granted and l.waitstart < clock_timestamp() - $2 * interval '1 ms' and $1 = any(pg_blocking_pids(l.pid))
order by l.waitstart limit 1`;

const PAUSE_MS = 200;

/** Runs `use` with a signal that is also given when others have to wait too long for what it holds. */
export async function yielding<Result>(
  {
    client,
    connection,
    signal,
  }: { readonly client: Client; readonly connection: ConnectionSettings; readonly signal: AbortSignal },
  use: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { processID } = client as unknown as { readonly processID: number };
  const { rows } = await client.query<{ ms: number }>(LONGEST);
  const { ms: longest = 0 } = rows[0] ?? {};
  const giveWay = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let look: Promise<void> | undefined;
  let isOver = false;
  const beside = new Client(await pgConfig(connection));
  beside.on('error', () => undefined);
  await beside.connect();
  const lookOnce = async (): Promise<void> => {
    const waiting = (await beside.query<{ pid: number; query: string }>(WAITING, [processID, longest]))
      .rows[0];
    if (waiting !== undefined && giveWay.signal.aborted) {
      // Its code is at something else and does not see the signal: the server takes back what it holds.
      await beside.query('select pg_terminate_backend($1)', [processID]);
      return;
    }
    if (waiting !== undefined) giveWay.abort(inTheWay(waiting, longest));
    if (!isOver) later();
  };
  const later = (): void => {
    timer = setTimeout(() => {
      // Whoever cannot see who waits must not make anybody wait.
      look = lookOnce().catch((error: unknown) => {
        giveWay.abort(error);
      });
    }, PAUSE_MS);
  };
  later();
  try {
    return await use(AbortSignal.any([signal, giveWay.signal]));
  } finally {
    isOver = true;
    clearTimeout(timer);
    await look;
    await beside.end();
  }
}

function inTheWay(
  { pid, query }: { readonly pid: number; readonly query: string },
  longest: number,
): Problem {
  return new Problem({
    code: 'migrations/rehearsal-in-the-way',
    what: `others had to wait for the dry run for ${longest} ms, so it ended: process ${pid} of the server, ${query}`,
    why: 'it holds the locks of all migrations until its end; nothing was changed',
    fix: 'try it when less is going on, on a copy of the database, or on a scratch one: npm run db:migrate:prove',
  });
}
