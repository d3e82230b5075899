import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from 'pg';
import type { Knex } from 'knex';
import { loadModule } from '../../load-module.ts';
import { Gate } from '../session/gate.ts';
import { knexThrough } from '../session/one-connection.ts';

/** What runs the code of drafts on one connection, as a migration would be run. */
export interface Runner extends AsyncDisposable {
  /** Runs lines of code that know `knex`; gives the statements that were sent. */
  readonly run: (lines: string) => Promise<readonly string[]>;
  /** Gives the statements that they would send, and sends none. */
  readonly record: (lines: string) => Promise<readonly string[]>;
}

/** What a statement that was not sent comes to. */
const NOTHING_DONE = { command: '', rowCount: 0, rows: [] };

/** Opens one. */
export async function runnerOn(client: Client, config: Knex.Config): Promise<Runner> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-draft-'));
  const gate = new Gate(client, { signal: new AbortController().signal });
  const { knex } = await knexThrough(gate, config);
  let count = 0;
  const runWith = async (lines: string, isSent: boolean): Promise<readonly string[]> => {
    const file = path.join(folder, `part-${(count += 1)}.cjs`);
    writeFileSync(file, `exports.run = async function run(knex) {\n${lines}\n};\n`);
    const { run } = (await loadModule(file, { code: 'draft/does-not-load' })) as {
      readonly run: (knex: Knex) => Promise<void>;
    };
    const sent: string[] = [];
    gate.observe = async (config, execute) => {
      sent.push(config.text);
      return isSent ? await execute() : NOTHING_DONE;
    };
    try {
      await run(knex);
    } finally {
      gate.observe = undefined;
    }
    return sent;
  };
  return {
    run: async (lines) => await runWith(lines, true),
    record: async (lines) => await runWith(lines, false),
    [Symbol.asyncDispose]: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}
