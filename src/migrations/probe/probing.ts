import type { Client, QueryConfig } from 'pg';
import type { MigrationSession } from '../session/session.ts';
import { seenAlone } from './alone.ts';
import { controlIn, verbOf } from './control.ts';
import { documentedLocks } from './documented.ts';
import type { ProbedNotice, ProbedStatement } from './probed.ts';
import { State } from './state.ts';
import type { SeenOfStatement } from './state.ts';

/** What Postgres says of a statement that cannot be part of a transaction: the engine sends it again by itself. */
const SENT_AGAIN = new Set(['25001', '2D000']);

/**
 * Looks at each statement of one migration while `use` runs it: what it locks, writes anew, reads and changes. What
 * the session's transaction made is not there for others, and not for the probe. A try that was undone and made again
 * is in the list once.
 */
export async function probing<Result>(
  { client, gate, isRehearsal }: Pick<MigrationSession, 'client' | 'gate' | 'isRehearsal'>,
  use: () => Promise<Result>,
  { onStatement }: { readonly onStatement?: (statement: ProbedStatement) => void } = {},
): Promise<{ readonly result: Result; readonly statements: readonly ProbedStatement[] }> {
  const previous = gate.observe;
  const probe = new Probe(client, { isInSteps: () => gate.send !== undefined, isRehearsal, onStatement });
  await probe.begin();
  gate.observe = async (config, execute) =>
    await probe.observe(config, previous === undefined ? execute : async () => previous(config, execute));
  try {
    const result = await use();
    return { result, statements: Object.freeze([...probe.statements]) };
  } finally {
    gate.observe = previous;
  }
}

class Probe {
  readonly statements: ProbedStatement[] = [];
  readonly #client: Client;
  readonly #isInSteps: () => boolean;
  /** Whether all is in one transaction, and what cannot be in one is replaced. */
  readonly #isRehearsal: boolean;
  readonly #onStatement: ((statement: ProbedStatement) => void) | undefined;
  readonly #state: State;
  /** Whether what is known was undone, by a failure or by the migration. */
  #isStale = true;
  /** Whether the transaction was begun by what the gate let through, and so ends with it. */
  #isOpen = false;
  /** Where the statements of the transaction begin, and whether it was undone. */
  #try: { readonly from: number; readonly isUndone: boolean } | undefined;

  constructor(
    client: Client,
    {
      isInSteps,
      isRehearsal,
      onStatement,
    }: {
      readonly isInSteps: () => boolean;
      readonly isRehearsal: boolean;
      readonly onStatement: ((statement: ProbedStatement) => void) | undefined;
    },
  ) {
    this.#client = client;
    this.#isInSteps = isInSteps;
    this.#isRehearsal = isRehearsal;
    this.#onStatement = onStatement;
    this.#state = new State(client);
  }

  async begin(): Promise<void> {
    this.#isOpen = !this.#isRehearsal && this.#client.getTransactionStatus() !== 'I';
    await this.#refresh();
  }

  async observe(config: QueryConfig, execute: () => Promise<unknown>): Promise<unknown> {
    const control = controlIn(config.text);
    if (control !== undefined) return await this.#control(control, execute);
    if (this.#isStale) await this.#refresh();
    const before = this.#client.getTransactionStatus();
    const notices: ProbedNotice[] = [];
    const listen = ({
      code = '',
      message = '',
    }: {
      code?: string | undefined;
      message?: string | undefined;
    }): void => {
      notices.push({ code, message });
    };
    this.#client.on('notice', listen);
    const start = performance.now();
    const sent = {
      sql: config.text,
      values: (config.values ?? []) as readonly unknown[],
      inTransaction: before !== 'I' && this.#isOpen,
      notices,
    };
    try {
      const result = await execute();
      const milliseconds = performance.now() - start;
      const isAlone = this.#isRehearsal
        ? !this.#isOpen && documentedLocks(config.text) !== undefined
        : before === 'I' && this.#client.getTransactionStatus() === 'I';
      const seen = isAlone
        ? await seenAlone(this.#client, this.#state, config.text)
        : await this.#state.afterInTransaction();
      this.#add({ ...sent, milliseconds, ...tidied(config.text, seen) });
      return result;
    } catch (error) {
      const {
        code: errorCode = '',
        message,
        schema,
        table,
        column,
      } = error as { message: string } & Partial<Record<'code' | 'schema' | 'table' | 'column', string>>;
      this.#isStale = true;
      if (!(this.#isInSteps() && !this.#isOpen && SENT_AGAIN.has(errorCode))) {
        const milliseconds = performance.now() - start;
        this.#add({
          ...sent,
          milliseconds,
          ...this.#state.failed(before === 'I'),
          error: message,
          errorCode,
          ...(schema !== undefined &&
            table !== undefined &&
            column !== undefined && { errorAbout: { schema, table, column } }),
        });
      }
      throw error;
    } finally {
      this.#client.off('notice', listen);
      if (this.#client.getTransactionStatus() === 'I') this.#isOpen = false;
    }
  }

  async #control(
    control: 'begin' | 'end' | 'undo' | 'point',
    execute: () => Promise<unknown>,
  ): Promise<unknown> {
    const wasOpen = this.#isOpen;
    if (control === 'begin' && !wasOpen) {
      if (this.#try?.isUndone === true) this.statements.length = this.#try.from;
      this.#try = { from: this.statements.length, isUndone: false };
    }
    const wasFailed = this.#client.getTransactionStatus() === 'E';
    try {
      return await execute();
    } finally {
      this.#isOpen = this.#isRehearsal
        ? isOpenAfter(control, wasOpen)
        : this.#client.getTransactionStatus() !== 'I';
      if (control === 'undo' || (control === 'end' && wasFailed)) {
        this.#isStale = true;
        if (!this.#isOpen && this.#try !== undefined) this.#try = { ...this.#try, isUndone: true };
      }
    }
  }

  /** In a transaction that failed nothing can be seen until it is undone. */
  async #refresh(): Promise<void> {
    if (this.#client.getTransactionStatus() === 'E') return;
    await this.#state.begin();
    this.#isStale = false;
  }

  #add(statement: ProbedStatement): void {
    const frozen = Object.freeze(statement);
    this.statements.push(frozen);
    this.#onStatement?.(frozen);
  }
}

/** In a rehearsal the server's own transaction goes on; `undo` is of the whole or of a part. */
function isOpenAfter(control: 'begin' | 'end' | 'undo' | 'point', wasOpen: boolean): boolean {
  if (control === 'begin') return true;
  return control === 'end' ? false : wasOpen;
}

/** An emptied table has another file too, and nothing in it that was written anew. */
function tidied(sql: string, seen: SeenOfStatement): SeenOfStatement {
  if (verbOf(sql) !== 'truncate') return seen;
  const tables = [...seen.locks, ...seen.held].filter(({ kind }) => kind === 'table');
  const emptied = seen.rewritten.filter((name) => tables.some(({ relation }) => relation === name));
  return { ...seen, rewritten: [], scanned: [], emptied };
}
