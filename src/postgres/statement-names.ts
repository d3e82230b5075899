import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { NamedConfig } from './kept-query.ts';

/** Whether statements are sent under their names: always, never, or where the way to the server keeps them. */
export type PreparedStatements = boolean | 'detect';

/**
 * Asked under a name, of itself. A server tells a new connection its process, so that whoever answers with another one
 * is behind a pooler. There a name is kept for one client only if the pooler gives it another one at the server, so
 * that it is not found under ours: else it may stand for what somebody else has called so.
 */
const LOOK = `select pg_backend_pid() as pid,
  exists (select from pg_catalog.pg_prepared_statements where name = $1::text) as "isOurs"`;

interface Seen {
  readonly pid: number;
  readonly isOurs: boolean;
}

type Look = (connection: pg.Connection) => void;
type Answered = (error: Error | null, result: pg.QueryResult<Seen>) => void;

/** Says whether the connections of a pool send names: it is found out once, when the first one is wanted. */
export class StatementNames {
  readonly #given: () => PreparedStatements;
  #areKept: boolean | undefined;
  #isDirect = false;
  #isLooking = false;

  constructor(given: () => PreparedStatements) {
    this.#given = given;
  }

  /** Undefined while nobody knows. */
  get areKept(): boolean | undefined {
    if (this.#areKept === undefined) {
      const given = this.#given();
      if (given !== 'detect') this.#areKept = given;
    }
    return this.#areKept;
  }

  /** Whether the server was found to be asked without a pooler in between. */
  get isDirect(): boolean {
    return this.#isDirect;
  }

  /** What was found is no more so: somebody has met a name that is unknown, or taken. */
  forget(): void {
    this.#areKept = undefined;
    this.#isDirect = false;
  }

  /** Sends a look ahead of what `client` is asked next, unless another connection is at it. */
  look(client: pg.Client, send: (query: pg.Query) => unknown): void {
    if (this.#isLooking || !isAtRest(client)) return;
    this.#isLooking = true;
    const answered: Answered = (error, result) => {
      this.#isLooking = false;
      if (error === null) this.#found(client, result.rows[0]);
      // A server of another make: without names it is asked what it understands. Else the next one looks again.
      else if (/^(?:42|0A)/.test(String((error as { code?: unknown }).code))) this.#areKept = false;
    };
    send(lookOf(answered));
  }

  #found(client: pg.Client, seen: Seen | undefined): void {
    const { processID } = client as unknown as { readonly processID: number | null };
    this.#isDirect = seen?.pid === processID;
    this.#areKept = this.#isDirect || seen?.isOurs === false;
  }
}

/** Nothing is under way there, and no transaction that has failed. */
function isAtRest(client: pg.Client): boolean {
  const { readyForQuery } = client as unknown as { readonly readyForQuery: boolean | null };
  return readyForQuery === true && client.getTransactionStatus() !== 'E';
}

/** The name goes with the round trip in which it came, so that no connection to the server is left with it. */
function lookOf(answered: Answered): pg.Query {
  const name = `keelson_${randomUUID()}`;
  // pg's own query would remember the name as one that the connection has.
  const query = new pg.Query<Seen>({ text: LOOK }, answered as never);
  const submit: Look = (connection) => {
    connection.parse({ name, text: LOOK, types: [] }, true);
    connection.bind({ portal: '', statement: name, values: [name], binary: '' }, true);
    connection.describe({ type: 'P', name: '' }, true);
    connection.execute({ portal: '', rows: '' }, true);
    connection.close({ type: 'S', name }, true);
    connection.sync();
  };
  return Object.assign(query, { submit });
}

/** Whether it sends and reads itself, as a cursor does. */
export function submitsItself(query: unknown): boolean {
  return typeof query === 'object' && query !== null && 'submit' in query;
}

/** Whether a query is to be kept under a name. */
export function isNamed(query: unknown): query is NamedConfig {
  if (typeof query !== 'object' || query === null || submitsItself(query)) return false;
  return 'name' in query && Boolean(query.name);
}
