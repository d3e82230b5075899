import type { AnySchema, AuthSchema, Queryable } from './handle.ts';
import { wrongOption } from './problems.ts';

const ISOLATION = {
  'read committed': 'READ COMMITTED',
  'repeatable read': 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
} as const;

/** What a transaction sees of others that run at the same time. */
export type Isolation = keyof typeof ISOLATION;

/** A transaction that is about to be run again. */
export interface Retry {
  /** How often it has been run. */
  readonly attempt: number;
  /** Why it has to be run again. */
  readonly error: unknown;
  /** How long it waits first, in milliseconds. */
  readonly delay: number;
}

/** What a transaction is from its beginning to its end; what is not said is as the server has it. */
export interface Mode {
  readonly isolation?: Isolation;
  /** Whether writing is refused, or allowed where the server would refuse it. */
  readonly readOnly?: boolean;
  /** With `serializable` and `readOnly`: waits until nothing can be in its way, so that it never has to be run again. */
  readonly deferrable?: boolean;
  /** The most milliseconds from its beginning to its end, which Postgres 17 and later hold it to. */
  readonly timeout?: number;
}

export interface TransactionOptions<Schema extends AnySchema = AuthSchema> extends Mode {
  /** How often it is run again after a serialization failure or a deadlock. By default 5; a nested one is run again with the outermost. */
  readonly retries?: number;
  /** A client, or a transaction in which this one is a savepoint. By default `db`. */
  readonly on?: Queryable<Schema> | undefined;
  /** Whether `currentDb()` is this transaction for what `fn` calls, and this one is nested in that which is current. */
  readonly ambient?: boolean;
  /** Hears of each time that it is run again. */
  readonly onRetry?: (retry: Retry) => void;
}

const RETRIES = 5;
/** The longest that a timer and a setting of Postgres can be. */
const LONGEST = 2 ** 31 - 1;

/** How often a transaction may be run again. */
export function retriesOf({ retries = RETRIES }: { readonly retries?: number }): number {
  if (!Number.isInteger(retries) || retries < 0)
    throw wrongOption('retries', retries, 'a whole number from 0');
  return retries;
}

/** What begins a transaction, in one round trip. */
export function beginOf({ isolation, readOnly, deferrable, timeout }: Mode): string {
  let begin = 'BEGIN';
  if (isolation !== undefined) begin += ` ISOLATION LEVEL ${levelOf(isolation)}`;
  if (readOnly !== undefined) begin += readOnly ? ' READ ONLY' : ' READ WRITE';
  if (deferrable !== undefined) begin += deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE';
  return timeout === undefined ? begin : `${begin}; SET LOCAL transaction_timeout = ${limit(timeout)}`;
}

/** A savepoint is what its transaction is: it may ask for that, and for nothing else. */
export function requireSame(wanted: Mode, around: Mode): void {
  for (const name of ['isolation', 'readOnly', 'deferrable', 'timeout'] as const) {
    const value = wanted[name];
    const has = name === 'readOnly' || name === 'deferrable' ? (around[name] ?? false) : around[name];
    if (value === undefined || (value === has && name !== 'timeout')) continue;
    const fix = `give it to the outermost transaction, or begin one of its own: { on: db }`;
    const is = has === undefined ? 'what the server says' : JSON.stringify(has);
    throw wrongOption(name, value, `left out: it is a savepoint of a transaction where it is ${is}`, fix);
  }
}

function levelOf(isolation: Isolation): string {
  // From JavaScript anything may come, and it becomes a part of the SQL.
  if (Object.hasOwn(ISOLATION, isolation)) return ISOLATION[isolation];
  throw wrongOption('isolation', isolation, Object.keys(ISOLATION).join(', '));
}

function limit(timeout: number): number {
  if (Number.isInteger(timeout) && timeout > 0 && timeout <= LONGEST) return timeout;
  throw wrongOption('timeout', timeout, 'milliseconds, a whole number from 1');
}
