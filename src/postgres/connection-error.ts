import { isNativeError } from 'node:util/types';
import { Problem } from '../problem.ts';
import { explainByCode, explainByMessage } from './connection-failures.ts';
import type { Failure } from './connection-failures.ts';
import { describeConnection } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';

/** So it ends a session that is at work too: whether it had begun is not to be seen from the error. */
const ENDS_ANY_SESSION = new Set(['57P01', '57P02']);

/** Where Postgres reports that a session cannot begin; poolers leave the field out. */
const STARTUP_FILES = new Set([
  'auth.c',
  'backend_startup.c',
  'miscinit.c',
  'postinit.c',
  'postmaster.c',
  'proc.c',
]);

/**
 * A failed attempt to connect, said so that a person can act on it: what was tried, and what to check.
 * Anything else, such as the failure of a query, comes back as it is.
 */
export function explainConnectionError(error: unknown, settings: ConnectionSettings): unknown {
  if (!isNativeError(error) || error instanceof Problem || isOfQuery(error)) return error;
  return explain({ error, settings }) ?? error;
}

/** The same for an error that is known to come from an attempt to connect: one that is not foreseen is explained too. */
export function explainFailedConnect(
  error: unknown,
  settings: ConnectionSettings,
  { poolMax }: { poolMax?: number } = {},
): unknown {
  if (!isNativeError(error) || error instanceof Problem) return error;
  return (
    explain({ error, settings, poolMax }) ??
    problem(settings, error, {
      code: 'connection/failed',
      what: error.message,
      fix: 'check the connection settings and the log of the server',
    })
  );
}

function explain(failure: Failure): Problem | undefined {
  const explanation = explainByCode(failure) ?? explainByMessage(failure);
  return explanation && problem(failure.settings, failure.error, explanation);
}

function problem(
  settings: ConnectionSettings,
  cause: Error,
  { what, ...rest }: { code: string; what: string; why?: string; fix: string },
): Problem {
  return new Problem({ ...rest, what: `cannot connect to ${describeConnection(settings)}: ${what}`, cause });
}

/** Whether the server reports a statement that failed: some of its codes mean another thing at the start of a session. */
function isOfQuery(error: Error): boolean {
  const { code, severity, file } = error as { code?: string; severity?: string; file?: string };
  if (severity === undefined) return false;
  return ENDS_ANY_SESSION.has(code ?? '') || (severity !== 'FATAL' && !STARTUP_FILES.has(file ?? ''));
}
