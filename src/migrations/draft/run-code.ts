import type { Client } from 'pg';
import type { Knex } from 'knex';
import { Problem } from '../../problem.ts';
import { Gate } from '../session/gate.ts';
import { knexThrough } from '../session/one-connection.ts';

/** What runs the code of drafts on one connection, as a migration would be run. */
export interface Runner {
  /** Runs lines of code that know `knex`; gives the statements that were sent. */
  readonly run: (lines: string) => Promise<readonly string[]>;
  /** Gives the statements that they would send, and sends none. */
  readonly record: (lines: string) => Promise<readonly string[]>;
}

/** What a function of lines is made by: they are our own, and a loader that compiles a file takes longer than Knex. */
const AsyncFunction = (async (): Promise<void> => Promise.resolve()).constructor as new (
  parameter: 'knex',
  lines: string,
) => (knex: Knex) => Promise<void>;

/** What a statement that was not sent comes to. */
const NOTHING_DONE = { command: '', rowCount: 0, rows: [] };

/** Opens one. */
export async function runnerOn(client: Client, config: Knex.Config): Promise<Runner> {
  const gate = new Gate(client, { signal: new AbortController().signal });
  const { knex } = await knexThrough(gate, config);
  const runWith = async (lines: string, isSent: boolean): Promise<readonly string[]> => {
    const run = new AsyncFunction('knex', lines);
    const sent: string[] = [];
    gate.send = async (config) => {
      sent.push(config.text);
      return isSent ? await gate.execute(config) : NOTHING_DONE;
    };
    try {
      await run(knex);
    } finally {
      gate.send = undefined;
    }
    return sent;
  };
  return {
    run: async (lines) => await runWith(lines, true),
    record: async (lines) => await runWith(lines, false),
  };
}

/** The same, where what the server says of a statement is told to a person. */
export function telling(run: Runner['run']): Runner['run'] {
  return async (lines) => {
    try {
      return await run(lines);
    } catch (error) {
      throw refused(error);
    }
  };
}

const SQLSTATE = /^[0-9A-Z]{5}$/;

function refused(error: unknown): unknown {
  const { message, code } = error as { readonly message: string; readonly code?: unknown };
  if (typeof code !== 'string' || !SQLSTATE.test(code)) return error;
  return new Problem({
    code: 'draft/refused',
    what: `the server refuses what was drafted: ${message}`,
    why: 'a statement that fails where it is tried would fail when it is deployed',
    fix: 'what the message names is in the way, and is declared nowhere or was left out (--ignore): change it in a migration of your own first (npm run db:migrate:make name -- --empty)',
    cause: error,
  });
}
