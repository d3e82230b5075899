import pg from 'pg';
import { RepeatedHere } from './repeated-statements.ts';
import type { StatementNames } from './statement-names.ts';

/** A statement with a name, as it is given to pg. */
export interface NamedConfig {
  readonly name: string;
  readonly text: string;
  readonly values?: unknown[];
  readonly rowMode?: string;
  readonly types?: unknown;
  readonly query_timeout?: number;
  /** Whether nobody gave the name but we. */
  readonly isRepeated?: boolean;
}

export type Callback = (error: Error | null, result: unknown) => void;

/** How pg knows the rows of a statement: what the server has said of them, and what reads them. */
interface Rows {
  fields: readonly unknown[];
  _parsers: unknown;
  _prebuiltEmptyResultObject: unknown;
  readonly _types: unknown;
  /** What has run; null until then. */
  readonly command?: string | null;
}

/** What is known of the statements of one connection. */
export class KnownStatements {
  /** By their names. */
  readonly rows = new Map<string, Rows>();
  readonly repeated = new RepeatedHere();
}

/** Which statements a connection of pg has made, by their names. */
interface Made {
  readonly parsedStatements: Record<string, string>;
}

/** pg's own query, with what its declarations leave out. */
interface Query {
  name: string | undefined;
  values: unknown;
  query_timeout: number | undefined;
  callback: Callback;
  _rowMode: string | undefined;
  _result: Rows;
  _results: Rows;
  _accumulateRows: boolean;
  submit(connection: pg.Connection): Error | null;
  hasBeenParsed(connection: pg.Connection): boolean;
  prepare(connection: pg.Connection): void;
  handleError(error: unknown, connection: pg.Connection): void;
  handleReadyForQuery(connection: pg.Connection): void;
}

const { utils, Result, Query } = pg as unknown as {
  readonly Query: new (config: string | NamedConfig) => Query;
  readonly Result: new (rowMode: string | undefined, types: unknown) => Rows;
  readonly utils: { readonly prepareValue: (value: unknown) => unknown };
};

/** Settings with which pg sends more, or something else. */
const OTHER_WAYS = ['rows', 'portal', 'binary', 'queryMode'];

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
    const isPlain = !OTHER_WAYS.some((way) => way in config);
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
      // A value that cannot be written: nothing was sent, and the answer to this frees the connection. pg would close the
      // statement, and believe that it is still there.
      connection.sync();
      const { callback } = this;
      this.callback = () => undefined;
      callback(error as Error, undefined);
      return;
    }
    if (this.#isRepeated && this.name !== undefined) this.#makeRoom(connection, this.name);
    const rows = this.#knownRows(connection);
    if (rows === undefined) super.prepare(connection);
    else this.#runKnown(connection, rows);
  }

  #runKnown(connection: pg.Connection, { fields, _parsers, _prebuiltEmptyResultObject }: Rows): void {
    Object.assign(this._result, { fields, _parsers, _prebuiltEmptyResultObject });
    this._accumulateRows = true;
    connection.bind({ statement: this.name, values: this.values } as pg.BindConfig, true);
    connection.execute({ portal: '', rows: '' }, true);
    connection.sync();
  }

  /** What has run to its end comes here, and what was not sent. */
  override handleReadyForQuery(connection: pg.Connection): void {
    const { name, _result: result } = this;
    if (
      name !== undefined &&
      result.command !== null &&
      this.#known.rows.get(name)?._types !== result._types
    ) {
      // Not the result itself, which has the rows.
      const { fields, _parsers, _prebuiltEmptyResultObject, _types } = result;
      this.#known.rows.set(name, { fields, _parsers, _prebuiltEmptyResultObject, _types });
    }
    super.handleReadyForQuery(connection);
  }

  /** A server keeps a statement until it is told not to, or the connection ends. */
  #makeRoom(connection: pg.Connection, name: string): void {
    const oldest = this.#known.repeated.use(name);
    if (oldest === undefined) return;
    connection.close({ type: 'S', name: oldest }, true);
    Reflect.deleteProperty((connection as unknown as Made).parsedStatements, oldest);
    this.#known.rows.delete(oldest);
  }

  /** Behind a pooler a statement may be made anew of other tables, without a word. */
  #knownRows(connection: pg.Connection): Rows | undefined {
    const { name } = this;
    if (name === undefined || !this.#isPlain || !this.#names.isDirect) return undefined;
    const rows = this.#known.rows.get(name);
    return rows?._types === this._result._types && this.hasBeenParsed(connection) ? rows : undefined;
  }
}
