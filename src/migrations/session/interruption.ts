import { Client } from 'pg';
import { pgConfig } from '../../postgres/pg-config.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';

/**
 * Runs `use` so that the statement it waits for is cancelled when the signal is given; `isAtWork` says whether one of a
 * migration runs at that moment. Whatever else is sent is ours, and short.
 */
export async function interruptible<Result>(
  client: Client,
  {
    connection,
    signal,
    isAtWork,
  }: {
    readonly connection: ConnectionSettings;
    readonly signal: AbortSignal;
    readonly isAtWork: () => boolean;
  },
  use: () => Promise<Result>,
): Promise<Result> {
  let cancelling: Promise<void> | undefined;
  const listener = (): void => {
    // Where the server cannot be told, the statement ends by itself.
    if (isAtWork()) cancelling = cancel(client, connection).catch(() => undefined);
  };
  signal.addEventListener('abort', listener, { once: true });
  try {
    return await use();
  } finally {
    signal.removeEventListener('abort', listener);
    // It would hit whatever comes next.
    await cancelling;
  }
}

/** Ends the statement of a session, from beside. */
async function cancel(client: Client, connection: ConnectionSettings): Promise<void> {
  const { processID } = client as unknown as { readonly processID: number };
  const beside = new Client(await pgConfig(connection));
  beside.on('error', () => undefined);
  await beside.connect();
  try {
    await beside.query('select pg_cancel_backend($1)', [processID]);
  } finally {
    await beside.end();
  }
}

/** What a run says that was told to end; the reason may be a problem of its own. */
export function interrupted(
  { reason }: AbortSignal,
  {
    applied,
    direction,
    error,
  }: {
    readonly applied: readonly { readonly name: string }[];
    readonly direction: 'up' | 'down';
    readonly error: unknown;
  },
): Problem {
  if (reason instanceof Problem) return reason;
  const done = direction === 'up' ? 'applied' : 'rolled back';
  return new Problem({
    code: 'migrations/interrupted',
    what: `ended before it was done${typeof reason === 'string' ? `, by ${reason}` : ''}`,
    why: [
      'what was being run was taken back, or goes on where it ended when it runs without a transaction',
      ...(applied.length === 0
        ? [`no migration has been ${done}`]
        : [`these stay ${done}:`, ...applied.map(({ name }) => `  ${name}`)]),
    ].join('\n'),
    fix: 'run the command again: it goes on with what is left',
    cause: error,
  });
}
