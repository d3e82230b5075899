import type { Client } from 'pg';
import type { Piece, Pieces } from '../../parity/fix/builder/piece.ts';
import { printed } from '../../parity/fix/builder/printed.ts';
import type { Runner } from '../draft/run-code.ts';

/** What stands in the way of a statement, and may be out of it once another one has run. */
const TOO_EARLY = new Set(['2BP01', '42P01', '42704', '42883', '42703', '3F000']);

/** Statements that are tried on a connection, in a transaction. */
export class Trial {
  readonly #client: Client;
  readonly #runner: Runner;
  readonly done: Piece[] = [];

  constructor(client: Client, runner: Runner) {
    this.#client = client;
    this.#runner = runner;
  }

  async run(pieces: Pieces): Promise<void> {
    for (const piece of pieces) {
      await this.#runner.run(printed([piece], { isFile: true }));
      this.done.push(piece);
    }
  }

  /** Runs what can be run, and then what can be run after that; gives what the server says to the rest, if there is one. */
  async runInAnyOrder(pieces: Pieces): Promise<unknown> {
    let left = [...pieces];
    for (;;) {
      const late: Piece[] = [];
      let failed: unknown;
      for (const piece of left) {
        await this.#client.query('savepoint trial');
        try {
          await this.run([piece]);
        } catch (error) {
          if (!TOO_EARLY.has((error as { code?: string }).code ?? '')) throw error;
          await this.#client.query('rollback to savepoint trial');
          late.push(piece);
          failed ??= error;
        }
        await this.#client.query('release savepoint trial');
      }
      if (late.length === 0 || late.length === left.length) return failed;
      left = late;
    }
  }
}
