import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { connect } from '../../postgres/client.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';

/** A session of one's own answers at once; one that is lent may be with somebody else. */
const PATIENCE_MS = 5000;
/** Waited in parts: where this process itself stood still, that is only one of them, and the answer is read after it. */
const PARTS = 50;

/**
 * Two clients in an order in which a pooler that lends sessions cannot give each of them the same one every time,
 * whether it lends the one that was used last or the one that was not used for longest: one after the other, then one
 * while the other is in a transaction, then each twice.
 */
const LOOKS = [
  { who: 'theirs' },
  { who: 'ours' },
  { who: 'theirs', first: 'begin' },
  { who: 'ours' },
  { who: 'theirs', first: 'commit' },
  { who: 'ours' },
  { who: 'ours' },
  { who: 'theirs' },
  { who: 'theirs' },
  { who: 'ours' },
] as const;

/** Where others use the pooler too, which session is lent is chance: often enough that it is none. */
const TIMES = 5;

/**
 * Refuses a pooler that lends a server session for one transaction or statement at a time: a lock taken through it
 * belongs to whoever is lent that session next. A pooler tells another process number than the server has; one that
 * keeps a session for each client never changes it, and never lends one session to two of them.
 */
export async function refuseTransactionPooler(client: Client, settings: ConnectionSettings): Promise<void> {
  const told = client as unknown as { processID: number | null };
  const pid = await backendOf(client);
  if (pid === told.processID) return;
  const other = await connect(settings);
  try {
    const sessions = {
      ours: { client, pid },
      theirs: { client: other, pid: undefined as number | undefined },
    };
    for (const look of Array.from({ length: TIMES }, () => LOOKS).flat()) {
      const session = sessions[look.who];
      const answer = lookAgain(session.client, 'first' in look ? look.first : undefined);
      let now = await withPatience(answer);
      if (now === 'waits' && look.who === 'theirs') {
        // Where each client keeps its session there may be none left for another one, while ours is still ours.
        if ((await withPatience(backendOf(client))) !== pid) throw refusal();
        // One that was only slow is here by now, and is judged like any other.
        now = await Promise.race([answer, Promise.resolve('waits' as const)]);
        if (now === 'waits') break;
      }
      if (now === 'waits') throw refusal();
      if (now === undefined || now !== (session.pid ?? now)) throw refusal();
      session.pid = now;
      if (sessions.ours.pid === sessions.theirs.pid) throw refusal();
    }
  } finally {
    await other.end();
  }
  // Whoever looks at this session from beside, or ends what it does, needs the server's number.
  told.processID = pid;
}

/** The session's process; undefined where a transaction is refused, as it is where single statements share sessions. */
async function lookAgain(client: Client, first: string | undefined): Promise<number | undefined> {
  if (first !== undefined) {
    const isRefused = await client.query(first).then(
      () => false,
      () => true,
    );
    if (isRefused) return undefined;
  }
  return await backendOf(client);
}

async function backendOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

async function withPatience<Value>(answer: Promise<Value>): Promise<Value | 'waits'> {
  // One that comes too late comes to nobody.
  answer.catch(() => undefined);
  const enough = new AbortController();
  try {
    return await Promise.race([answer, patience(enough.signal)]);
  } finally {
    enough.abort();
  }
}

async function patience(signal: AbortSignal): Promise<'waits'> {
  for (let part = 0; part < PARTS && !signal.aborted; part += 1) {
    await sleep(PATIENCE_MS / PARTS, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return 'waits';
}

function refusal(): Problem {
  return new Problem({
    code: 'migrations/pooler',
    what: 'between here and the server is a pooler that lends sessions for single transactions (PgBouncer with pool_mode = transaction)',
    why: 'the lock that keeps other deploys away would protect nobody; no migration has been run',
    fix: 'migrate through the URL of the server itself, or of a pool in session mode: --url postgres://…',
  });
}
