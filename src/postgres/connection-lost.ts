import { Problem } from '../problem.ts';
import { describeConnection } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';

/** SQLSTATEs by which a server tells a session that it ends: stopped, crashed, killed, idle for too long. */
const ENDED = new Set(['57P01', '57P02', '57P03', '57P05']);

/** Whether it is the end of a session, and not the failure of a statement in it. */
export function endsSession(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && (ENDED.has(code) || code.startsWith('08'));
}

/** What pg says, without a code, of a connection that went away while it was asked, and to each query after that. */
export const GONE_BY_WORDS = /^(?:Connection terminated|Client has encountered a connection error)/;

/** A session that ended while it was asked: nobody knows how far the server had come. */
export function connectionLost(cause: unknown, settings: ConnectionSettings): Problem {
  if (cause instanceof Problem) return cause;
  return new Problem({
    code: 'connection/lost',
    what: `the connection to ${describeConnection(settings)} was lost: ${cause instanceof Error ? cause.message : String(cause)}`,
    why: 'whether the server has done what it was asked is not known',
    fix: 'ask again where doing it twice does no harm, as for what only reads: idempotent(() => …); else look whether it was done',
    cause,
  });
}

/** What is said of a server that does not answer any more, though nothing has closed the connection. */
export function silence(milliseconds: number): Error {
  return new Error(`the server was silent for ${milliseconds} ms while it was asked`);
}

/** Failures to connect to where a server has answered before: without that, it is more likely a wrong address. */
const away = new WeakSet<Problem>();
const AWAY = new Set([
  'connection/refused',
  'connection/closed',
  'connection/timeout',
  'connection/unreachable',
]);

/** Notes that a server has answered there before. */
export function markAway(problem: Problem): void {
  if (AWAY.has(problem.code)) away.add(problem);
}

/** Whether it is the failure of a server that was there, and is likely to be there again soon. */
export function comesBack(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  return error.code === 'connection/lost' || error.code === 'connection/starting-up' || away.has(error);
}
