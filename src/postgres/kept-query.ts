import pg from 'pg';
import { RecentNames } from './repeated-statements.ts';
import type { StatementNames } from './statement-names.ts';

/** A statement with a name, as it is given to pg. */
export interface NamedConfig {
  readonly name: string;
  readonly text: string;
  readonly values?: unknown[];
  readonly rowMode?: string;
  readonly types?: unknown;
  readonly query_timeout?: number;
  readonly callback?: unknown;
  /** Whether nobody gave the name but we. */
  readonly isRepeated?: boolean;
}

export type Callback = (error: Error | null, result: unknown) => void;

/** pg's own result, with what it knows of the rows: what the server has said of them, and what reads them. */
interface Result {
  fields: readonly unknown[];
  _parsers: unknown;
  _prebuiltEmptyResultObject: unknown;
  readonly _types: unknown;
  readonly command: string | null;
  addFields(fields: readonly unknown[]): void;
}

type Rows = Pick<Result, 'fields' | '_parsers' | '_prebuiltEmptyResultObject' | '_types'>;

/** What is known of the statements of one connection. */
export class KnownStatements {
  /** By their names. */
  readonly rows = new Map<string, Rows>();
  readonly repeated = new RecentNames();
}

/** Which statements a connection of pg has made, by their names. */
interface Made {
  readonly parsedStatements: Record<string, string>;
}

/** pg's own query, with what its declarations leave out. */
interface Query {
  readonly text: string;
  name: string | undefined;
  values: unknown;
  query_timeout: number | undefined;
  /** Set by pg, where all of its clients are to. */
  readonly binary?: boolean;
  callback: Callback;
  _rowMode: string | undefined;
  _result: Result;
  _results: Result;
  _accumulateRows: boolean;
  submit(connection: pg.Connection): Error | null;
  hasBeenParsed(connection: pg.Connection): boolean;
  prepare(connection: pg.Connection): void;
  handleError(error: unknown, connection: pg.Connection): void;
  handleReadyForQuery(connection: pg.Connection): void;
  handleCopyInResponse(connection: pg.Connection): void;
}

const { utils, Result, Query } = pg as unknown as {
  readonly Query: new (config: string | NamedConfig) => Query;
  readonly Result: new (rowMode: string | undefined, types: unknown) => Result;
  readonly utils: { readonly prepareValue: (value: unknown) => unknown };
};

/** Settings with which pg sends more, or something else. */
const NEEDS_PG = ['rows', 'portal', 'binary', 'queryMode'];

/** What a server looks at again before each run. Others, such as `fetch` and `execute`, run with whatever rows there are. */
const PLANNED = /^[\s(]*(?:select|insert|update|delete|merge|with|values|table)\b/i;

/**
 * A statement with a name, which goes without it where names are not kept: that is seen when its turn has come. pg has the
 * rows described each time that it runs, and makes the readers of the columns anew; here that is done once for a connection,
 * since a server refuses to run a statement whose rows have become others.
 */
export class KeptQuery extends Query {
  readonly #names: StatementNames;
  readonly #known: KnownStatements;
  readonly #isRepeated: boolean;
  readonly #isPlain: boolean;

  constructor(config: NamedConfig, values: unknown, names: StatementNames, known: KnownStatements) {
    const isPlain = typeof config.text === 'string' && !NEEDS_PG.some((way) => way in config);
    // pg would copy a configuration, property by property.
    super(isPlain ? config.text : config);
    this.#names = names;
    this.#known = known;
    this.#isPlain = isPlain;
    this.#isRepeated = config.isRepeated === true;
    this.name = config.name;
    this.values = values;
    this.query_timeout = config.query_timeout;
    this._rowMode = config.rowMode;
    this._result = new Result(config.rowMode, config.types);
    this._results = this._result;
  }

  override submit(connection: pg.Connection): Error | null {
    if (this.#names.areKept !== true) this.name = undefined;
    return super.submit(connection);
  }

  override prepare(connection: pg.Connection): void {
    try {
      this.values = (this.values as unknown[] | undefined)?.map((value) => utils.prepareValue(value));
    } catch (error) {
      this.#refuse(connection, error);
      return;
    }
    if (this.#isRepeated && this.name !== undefined) this.#makeRoom(connection, this.name);
    const rows = this.#knownRows(connection);
    if (rows === undefined) super.prepare(connection);
    else this.#runKnown(connection, rows);
  }

  #runKnown(connection: pg.Connection, rows: Rows): void {
    try {
      connection.bind({ statement: this.name, values: this.values } as pg.BindConfig, true);
    } catch (error) {
      this.#refuse(connection, error);
      return;
    }
    connection.execute({ portal: '', rows: '' }, true);
    connection.sync();
    const { fields, _parsers, _prebuiltEmptyResultObject, _types } = rows;
    if (_types === this._result._types)
      Object.assign(this._result, { fields, _parsers, _prebuiltEmptyResultObject });
    else this._result.addFields(fields);
    this._accumulateRows = true;
  }

  /**
   * Of a value that cannot be written: nothing was sent, and the answer to this frees the connection. pg would close the
   * statement, and believe that it is still there.
   */
  #refuse(connection: pg.Connection, error: unknown): void {
    connection.sync();
    const { callback } = this;
    this.callback = () => undefined;
    callback(error as Error, undefined);
  }

  /** What has run to its end comes here, and what was refused. */
  override handleReadyForQuery(connection: pg.Connection): void {
    const { name, _result: result } = this;
    if (name !== undefined && this.#isInText && result.command !== null && !this.#known.rows.has(name)) {
      // Not the result itself, which has the rows.
      const { fields, _parsers, _prebuiltEmptyResultObject, _types } = result;
      this.#known.rows.set(name, { fields, _parsers, _prebuiltEmptyResultObject, _types });
    }
    super.handleReadyForQuery(connection);
  }

  /** A server that waits for rows passes over what came behind the question, and with it the end of it. */
  override handleCopyInResponse(connection: pg.Connection): void {
    super.handleCopyInResponse(connection);
    if (this.name !== undefined) connection.sync();
  }

  /** A server keeps a statement until it is told not to, or the connection ends. */
  #makeRoom(connection: pg.Connection, name: string): void {
    const oldest = this.#known.repeated.use(name);
    if (oldest === undefined) return;
    connection.close({ type: 'S', name: oldest }, true);
    Reflect.deleteProperty((connection as unknown as Made).parsedStatements, oldest);
    this.#known.rows.delete(oldest);
  }

  /** Whether its rows come as text, all at once. */
  get #isInText(): boolean {
    return this.#isPlain && this.binary !== true;
  }

  /** Behind a pooler a statement may be made anew of other tables, without a word. */
  #knownRows(connection: pg.Connection): Rows | undefined {
    const { name } = this;
    if (name === undefined || !this.#isInText || !this.#names.isDirect) return undefined;
    const rows = this.#known.rows.get(name);
    return rows !== undefined && PLANNED.test(this.text) && this.hasBeenParsed(connection) ? rows : undefined;
  }
}
