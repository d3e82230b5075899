import { Problem } from '../problem.ts';

/** Options of every command that migrates. */
export const LOCK_OPTIONS = {
  wait: {
    type: 'string',
    value: 'seconds',
    help: 'how long to wait for the database to take connections; 10 unless given',
  },
  'lock-wait': {
    type: 'string',
    value: 'seconds',
    help: 'how long to wait for another deploy; 900 unless given',
  },
  'lock-timeout': {
    type: 'string',
    value: 'ms',
    help: 'how long a statement may wait for a lock before its migration is tried again; what the URL says unless given, or half of deadlock_timeout (500)',
  },
} as const;

/** The same for the library. */
export function lockOptions(options: {
  readonly wait: string | undefined;
  readonly 'lock-wait': string | undefined;
  readonly 'lock-timeout': string | undefined;
}): { readonly databaseWait?: number; readonly lockWait?: number; readonly lockTimeout?: number } {
  const database = wholeNumber(options.wait, '--wait');
  const wait = wholeNumber(options['lock-wait'], '--lock-wait');
  const timeout = wholeNumber(options['lock-timeout'], '--lock-timeout');
  return {
    ...(database !== undefined && { databaseWait: database }),
    ...(wait !== undefined && { lockWait: wait }),
    ...(timeout !== undefined && { lockTimeout: timeout }),
  };
}

/** The number that an option is. */
export function wholeNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Problem({
    code: 'cli/not-a-number',
    what: `${option} takes a whole number, not "${text}"`,
    fix: `${option} 30`,
  });
}
