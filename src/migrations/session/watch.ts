import { Client } from 'pg';
import { pgConfig } from '../../postgres/pg-config.ts';
import { withSettings } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import type { Gate } from './gate.ts';

/** Who keeps the session waiting. */
const BLOCKERS = `
select a.pid, a.usename as role, nullif(a.application_name, '') as application, a.state,
  extract(epoch from now() - a.xact_start)::float8 as seconds, left(regexp_replace(a.query, '\\s+', ' ', 'g'), 200) as query
from unnest(pg_blocking_pids($1)) as blocking (pid) join pg_stat_activity a on a.pid = blocking.pid
order by a.pid`;

/** Who waits for the session while that has been doing nothing: one that is at work will come to its end. */
const WAITING = `
select a.pid, a.client_port as port, left(regexp_replace(a.query, '\\s+', ' ', 'g'), 200) as query,
  (select own.state_change::text from pg_stat_activity own where own.pid = $1) as "idleSince"
from pg_stat_activity a
where $1 = any(pg_blocking_pids(a.pid)) and exists (
  select from pg_stat_activity own where own.pid = $1 and own.state like 'idle in transaction%'
    and clock_timestamp() - own.state_change > interval '250 ms')
order by a.pid`;

interface Waiting {
  readonly pid: number;
  readonly port: number;
  readonly query: string;
  readonly idleSince: string;
}

/** A session that a migration waits for. */
export interface Blocker {
  readonly pid: number;
  readonly role: string | null;
  readonly application: string | null;
  readonly state: string | null;
  /** How long its transaction is open. */
  readonly seconds: number | null;
  readonly query: string;
}

/** What was seen from beside while a migration ran. */
export interface Seen {
  readonly blockers: readonly Blocker[];
  /** A query of this very process that waited for the migration, while the migration waited for it. */
  readonly ownQuery: string | undefined;
}

/** Soon enough to see who is in the way before a statement has waited for as long as it may. */
const FIRST_LOOK_MS = 100;
const PAUSE_MS = 300;

/**
 * Watches a session through another one while `use` runs: who keeps it waiting, and whether something else in this
 * process waits for it. Postgres does not see that a migration waits for a query of another connection, so that both
 * would wait for ever: the query is cancelled.
 */
export async function watching<Result>(
  {
    client,
    connection,
    gate,
  }: { readonly client: Client; readonly connection: ConnectionSettings; readonly gate: Gate },
  use: (seen: () => Seen) => Promise<Result>,
): Promise<Result> {
  const pid = (client as unknown as { readonly processID: number }).processID;
  let blockers: readonly Blocker[] = [];
  let ownQuery: string | undefined;
  let idleSince: string | undefined;
  let beside: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let look: Promise<void> | undefined;
  let isOver = false;
  const later = (milliseconds: number): void => {
    timer = setTimeout(() => {
      // What the watch cannot see, it does not tell; the migration goes on all the same.
      look = lookOnce()
        .catch(() => undefined)
        .then(() => {
          if (!isOver) later(PAUSE_MS);
        });
    }, milliseconds);
  };
  const lookOnce = async (): Promise<void> => {
    beside ??= await connectBeside(connection);
    if (isOver) return;
    const blocking = (await beside.query<Blocker>(BLOCKERS, [pid])).rows;
    if (blocking.length > 0) blockers = blocking;
    const { rows } = await beside.query<Waiting>(WAITING, [pid]);
    const before = idleSince;
    idleSince = rows[0]?.idleSince;
    // An answer that this process has only not read yet makes the session look idle too: it has been by the next look.
    if (idleSince === undefined || idleSince !== before || gate.isExecuting) return;
    const ports = ownPorts();
    const own = rows.find(({ port }) => ports.has(port));
    if (own === undefined) return;
    ownQuery = own.query;
    await beside.query('select pg_cancel_backend($1)', [own.pid]);
  };
  later(FIRST_LOOK_MS);
  try {
    return await use(() => ({ blockers, ownQuery }));
  } finally {
    isOver = true;
    clearTimeout(timer);
    // Also in the middle of a look: behind a pooler that has no session left it would wait for ours.
    await beside?.end();
    await look;
    // One that was still connecting is there now.
    await beside?.end();
  }
}

async function connectBeside(connection: ConnectionSettings): Promise<Client> {
  const beside = new Client(await pgConfig(withSettings(connection, { applicationName: 'keelson watch' })));
  beside.on('error', () => undefined);
  await beside.connect();
  return beside;
}

/** The ports from which this process is connected: what a session's client is told by. */
function ownPorts(): ReadonlySet<number> {
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const before = report.excludeNetwork;
  // Otherwise the names of all addresses are looked up.
  report.excludeNetwork = true;
  try {
    const { libuv } = report.getReport() as unknown as {
      readonly libuv: readonly { readonly localEndpoint?: { readonly port: number } | null }[];
    };
    return new Set(libuv.flatMap(({ localEndpoint }) => localEndpoint?.port ?? []));
  } finally {
    report.excludeNetwork = before ?? false;
  }
}

/** Blockers in words. */
export function describeBlockers(blockers: readonly Blocker[]): string {
  return blockers
    .map(({ pid, role, application, state, seconds, query }) => {
      const who = [application, role].filter((word) => word !== null).join(' of ');
      const since = seconds === null ? '' : ` for ${Math.round(seconds)} s`;
      return `process ${pid} (${who}), ${state ?? 'at work'}${since}: ${query}`;
    })
    .join('\n');
}
