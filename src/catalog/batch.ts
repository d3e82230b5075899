import type { ClientBase, Connection, DatabaseError, FieldDef, Submittable } from 'pg';
import { decoderOf } from './decode.ts';

/** One statement of a batch. Text that people wrote cannot bring in a second one: the protocol takes one at a time. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly Value[];
}

/** A parameter: a text, or a list of texts for an array. */
export type Value = string | null | readonly string[];

/** What came back for one statement, its rows as arrays. */
export interface Answer {
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A column of an answer: what the server calls its type. */
export type Field = Pick<FieldDef, 'name' | 'dataTypeID' | 'dataTypeModifier' | 'tableID'>;

/** An answer for each statement up to the first that the server refused, and its refusal. */
export interface BatchResult {
  readonly answers: readonly Answer[];
  readonly error: DatabaseError | undefined;
}

/**
 * Sends many statements in one round trip. The server stops at the first one that fails; inside a transaction the
 * caller goes back to a savepoint. Anything but a refusal, as a lost connection, is thrown.
 */
export async function runBatch(client: ClientBase, statements: readonly Statement[]): Promise<BatchResult> {
  if (statements.length === 0) return { answers: [], error: undefined };
  return await new Promise((resolve, reject) => {
    client.query(new Batch(statements, resolve, reject));
  });
}

/** The answers of statements that must all succeed. */
export async function queryAll(
  client: ClientBase,
  statements: readonly Statement[],
): Promise<readonly Answer[]> {
  const { answers, error } = await runBatch(client, statements);
  if (error !== undefined) throw error;
  return answers;
}

/** The parts of pg's connection that its declarations leave out. */
type Wire = Connection & {
  bind(config: { values: readonly unknown[]; valueMapper: (value: unknown) => unknown }, more: boolean): void;
};

/** A query of several statements, for pg's own queue: it is handed the server's messages while it is at work. */
class Batch implements Submittable {
  readonly #statements: readonly Statement[];
  readonly #resolve: (result: BatchResult) => void;
  readonly #reject: (error: unknown) => void;
  readonly #answers: Answer[] = [];
  /** Where a client has a query_timeout, pg puts what stops the clock here. */
  callback: (() => void) | undefined;
  #fields: readonly Field[] = [];
  #decoders: readonly ((text: string) => unknown)[] = [];
  #rows: unknown[][] = [];
  /** The row before, as it came and as it was read: most of a catalogue says the same again, and need not be kept twice. */
  #texts: readonly (string | null)[] = [];
  #values: readonly unknown[] = [];

  constructor(
    statements: readonly Statement[],
    resolve: (result: BatchResult) => void,
    reject: (error: unknown) => void,
  ) {
    this.#statements = statements;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    const wire = connection as Wire;
    // Held back and sent as one: the socket would take each message for itself.
    wire.stream.cork();
    try {
      for (const { text, values = [] } of this.#statements) {
        wire.parse({ name: '', text, types: [] }, true);
        wire.bind({ values, valueMapper: toText }, true);
        wire.describe({ type: 'P', name: '' }, true);
        wire.execute({ portal: '', rows: '' }, true);
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#fields = fields;
    this.#decoders = fields.map(({ dataTypeID }) => decoderOf(dataTypeID));
    this.#texts = [];
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const [texts, values] = [this.#texts, this.#values];
    const row = fields.map((text, index) => {
      if (text === null) return null;
      return text === texts[index] ? values[index] : this.#decoders[index]?.(text);
    });
    this.#texts = fields;
    this.#values = row;
    this.#rows.push(row);
  }

  handleCommandComplete(): void {
    this.#answers.push({ fields: this.#fields, rows: this.#rows });
    this.#fields = [];
    this.#rows = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  // pg forgets the query after an error, so that this is the last that is heard of it.
  handleError(error: unknown): void {
    this.callback?.();
    if (isRefusal(error)) this.#resolve({ answers: this.#answers, error });
    else this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.callback?.();
    this.#resolve({ answers: this.#answers, error: undefined });
  }
}

/** Whether it came from the server. pg may be there twice, so that `instanceof` would not do. */
function isRefusal(error: unknown): error is DatabaseError {
  return typeof (error as Partial<DatabaseError> | null)?.severity === 'string';
}

/** Text as it is, a list as the array that it means. */
function toText(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return `{${(value as readonly string[]).map((entry) => `"${entry.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}
