import { isNativeError } from 'node:util/types';
import { GONE_BY_WORDS } from '../../../postgres/connection-lost.ts';
import { Problem } from '../../../problem.ts';

/**
 * What follows from a read that failed on a replica: `gone`, the replica is not there, `elsewhere`, it could not answer
 * this one now, `primary`, only the primary can, `query`, the query itself is at fault.
 */
export type Consequence = 'gone' | 'elsewhere' | 'primary' | 'query';

/** SQLSTATEs of a server that goes away, is not yet there, or has no room. */
const GONE = /^(?:08|57P0[1-5]|53300)/;

/** A conflict with what is being replayed, or a deadlock with it. */
const CONFLICT = new Set(['40001', '40P01']);

/** It writes; or it names what a migration has made just now and the replica has not yet. */
const FOR_PRIMARY = new Set(['25006', '42P01', '42703', '42704', '42883', '3F000', '22P02']);
const IN_RECOVERY = /recovery|hot standby/;

/** What to do about the failure of a read. */
export function consequenceOf(error: unknown): Consequence {
  if (!isNativeError(error)) return 'query';
  if (error instanceof Problem) {
    if (error.code === 'connection/pool-exhausted') return 'elsewhere';
    return /^(?:connection|tls)\//.test(error.code) ? 'gone' : 'query';
  }
  const { code, severity } = error as { readonly code?: unknown; readonly severity?: unknown };
  // What the server has not said comes from a connection that broke.
  if (severity === undefined) {
    return GONE_BY_WORDS.test(error.message) || /^E[A-Z]+$/.test(String(code)) ? 'gone' : 'query';
  }
  const state = String(code);
  if (GONE.test(state)) return 'gone';
  if (CONFLICT.has(state)) return 'elsewhere';
  if (FOR_PRIMARY.has(state) || IN_RECOVERY.test(error.message)) return 'primary';
  return 'query';
}

/** What a standby would refuse, as far as the words tell: a function that writes is found out by asking. */
const WRITES =
  /^\s*(?!\(*\s*(?:select|with|values|table)\b)|\bfor (?:no key )?update\b|\bfor (?:key )?share\b|\bnextval\(|^\s*with\b.*\b(?:insert into|update|delete from|merge into)\s/is;

/** Whether a query is for the primary by its words alone. */
export function isForPrimary(text: string): boolean {
  return WRITES.test(text);
}
