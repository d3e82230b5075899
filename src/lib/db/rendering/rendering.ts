import { isProxy } from 'node:util/types';
import * as drizzle from 'drizzle-orm';

// Taken out of the module once: what is imported is looked up with each use of it where modules are CommonJS.
const { Column, Name, Param, Placeholder, SQL, StringChunk, Table, is } = drizzle;

type Render = drizzle.SQL['buildQueryFromSourceParams'];
type Chunks = Parameters<Render>[0];
type Config = Parameters<Render>[1] & { readonly paramStartIndex: { value: number } };
type Query = ReturnType<drizzle.SQL['toQuery']>;

/** What Drizzle's types leave out. */
interface Inlining {
  readonly shouldInlineParams: boolean;
}

/** Where a table says what it is called. */
const SCHEMA = Symbol.for('drizzle:Schema');
const NAME = Symbol.for('drizzle:Name');

interface WithNames {
  readonly [SCHEMA]?: unknown;
  readonly [NAME]?: unknown;
}

interface Called {
  readonly text: string;
  /** Of the table, when it was called so: some programs change that, to go from one tenant's schema to another's. */
  readonly schema: unknown;
  readonly name: unknown;
}

/** What columns and tables are called, by the settings of the dialect that they are called so in. */
const CALLED = new WeakMap<object, WeakMap<object, Called>>();

/**
 * A query that is written as Drizzle writes it, in less time: in one text from its begin to its end, where Drizzle makes an
 * object for each word and looks at the classes of each. What is met seldom Drizzle writes by itself, and what is met again
 * and again, the name of a column, it has written once.
 */
export class Rendering extends SQL {
  constructor(of: drizzle.SQL) {
    super([]);
    Object.assign(this, { queryChunks: of.queryChunks });
    if ((of as unknown as Inlining).shouldInlineParams) this.inlineParams();
  }

  override buildQueryFromSourceParams(chunks: Chunks, given: Parameters<Render>[1]): Query {
    const query: Query = { sql: '', params: [] };
    const inlineParams = given.inlineParams === true || (this as unknown as Inlining).shouldInlineParams;
    this.#write(
      chunks,
      { ...given, inlineParams, paramStartIndex: given.paramStartIndex ?? { value: 0 } },
      query,
    );
    return query;
  }

  #write(chunks: Chunks, config: Config, query: Query): void {
    for (const chunk of chunks) {
      if (chunk === undefined) continue;
      if (chunk instanceof StringChunk) query.sql += chunk.value.join('');
      else if (chunk instanceof SQL) this.#write(chunk.queryChunks, within(chunk, config), query);
      else if (chunk instanceof Name) query.sql += config.escapeName(chunk.value);
      else if (chunk instanceof Column || chunk instanceof Table) query.sql += this.#nameOf(chunk, config);
      else if (isValue(chunk, config)) this.#writeValue(chunk, config, query);
      else if (Array.isArray(chunk)) this.#writeList(chunk, config, query);
      else add(super.buildQueryFromSourceParams([chunk], config), query);
    }
  }

  #writeValue({ value, encoder }: drizzle.Param, config: Config, query: Query): void {
    const mapped: unknown = value === null ? null : encoder.mapToDriverValue(value);
    if (is(mapped, SQL)) {
      this.#write([mapped], config, query);
      return;
    }
    query.sql += config.escapeParam(config.paramStartIndex.value++, mapped);
    query.params.push(mapped);
    (query.typings ??= []).push(config.prepareTyping?.(encoder) ?? 'none');
  }

  #writeList(list: Chunks, config: Config, query: Query): void {
    query.sql += '(';
    for (const [index, chunk] of list.entries()) {
      if (index > 0) query.sql += ', ';
      this.#write([chunk], config, query);
    }
    query.sql += ')';
  }

  #nameOf(named: drizzle.Column | drizzle.Table, config: Config): string {
    // Those of an alias are made anew with each look at them; and for an index a column is called otherwise.
    if (isProxy(named) || config.invokeSource !== undefined)
      return super.buildQueryFromSourceParams([named], config).sql;
    let called = CALLED.get(config.casing);
    if (called === undefined) CALLED.set(config.casing, (called = new WeakMap()));
    const known = called.get(named);
    const { [SCHEMA]: schema, [NAME]: name } = (named instanceof Column ? named.table : named) as WithNames;
    if (known !== undefined && known.schema === schema && known.name === name) return known.text;
    const text = super.buildQueryFromSourceParams([named], config).sql;
    called.set(named, { text, schema, name });
    return text;
  }
}

/** Whether it is sent beside the text, and known by now. */
function isValue(chunk: unknown, config: Config): chunk is drizzle.Param {
  return chunk instanceof Param && config.inlineParams !== true && !is(chunk.value, Placeholder);
}

function within(chunk: drizzle.SQL, config: Config): Config {
  const { shouldInlineParams } = chunk as unknown as Inlining;
  return shouldInlineParams && config.inlineParams !== true ? { ...config, inlineParams: true } : config;
}

function add({ sql, params, typings = [] }: Query, query: Query): void {
  query.sql += sql;
  query.params.push(...params);
  if (typings.length > 0) (query.typings ??= []).push(...typings);
}
