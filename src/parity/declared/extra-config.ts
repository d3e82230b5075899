import { foreignDialect } from './dialects.ts';
import { encoded } from './driver-value.ts';
import { entityKinds, hidden, isEntity } from './entity.ts';
import type { Reading } from './reading.ts';
import type { Column, IndexConfig } from './shapes.ts';

/** One thing that the third argument of `pgTable` returns, and its key where it returns an object. */
export interface Extra {
  readonly builder: object;
  readonly property: string | undefined;
}

const KNOWN = [
  'PgIndexBuilder',
  'PgCheckBuilder',
  'PgUniqueConstraintBuilder',
  'PgPrimaryKeyBuilder',
  'PgForeignKeyBuilder',
  'PgPolicy',
];
/** Builders that still wait for their columns. */
const UNFINISHED = ['PgIndexBuilderOn', 'PgUniqueOnConstraintBuilder'];

/** What a table declares beside its columns. */
export function extrasOf(table: object, place: string, reading: Reading): readonly Extra[] {
  const build = hidden(table, 'ExtraConfigBuilder');
  if (typeof build !== 'function') return [];
  let config: unknown;
  try {
    config = (build as (columns: object) => unknown)(standIns(table));
  } catch (cause) {
    reading.mistakes.push({
      code: 'parity/extra-config',
      what: `the keys and indexes of ${place} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      why: 'the function in the third argument of pgTable threw',
      fix: 'take columns from its parameter, as in (t) => [index().on(t.email)]',
      cause,
    });
    return [];
  }
  return entriesOf(config).filter(({ builder, property }) => isUsable(builder, property, place, reading));
}

function entriesOf(config: unknown): readonly Extra[] {
  const entries: readonly [string | undefined, unknown][] = Array.isArray(config)
    ? // crudPolicy() gives a list within the list.
      config.flat(1).map((value: unknown) => [undefined, value] as const)
    : typeof config === 'object' && config !== null
      ? Object.entries(config)
      : [];
  return entries
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([property, value]) => ({ builder: value as object, property }));
}

function isUsable(builder: unknown, property: string | undefined, place: string, reading: Reading): boolean {
  if (KNOWN.some((kind) => isEntity(builder, kind))) return true;
  const [kind] = entityKinds(builder);
  const what = `${place}: ${property === undefined ? 'an entry' : `"${property}"`} in its third argument is`;
  const dialect = foreignDialect(builder);
  if (dialect !== undefined) {
    reading.mistakes.push({
      code: 'parity/other-dialect',
      what: `${what} a ${kind ?? ''}, which is for ${dialect.name}`,
      fix: `import it from drizzle-orm/pg-core instead of ${dialect.module}`,
    });
  } else if (kind !== undefined && UNFINISHED.includes(kind)) {
    reading.mistakes.push({
      code: 'parity/unfinished',
      what: `${what} ${kind.includes('Index') ? 'an index' : 'a unique constraint'} without columns`,
      fix: 'add .on(t.column) to it',
    });
  } else {
    reading.mistakes.push({
      code: 'parity/extra-config',
      what: `${what} nothing that Drizzle knows there: ${kind ?? describe(builder)}`,
      why: 'Drizzle 0.45 leaves it out without a word, and 1.0 refuses it',
      fix: 'return a list of index(), unique(), primaryKey(), foreignKey(), check() and pgPolicy()',
    });
  }
  return false;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).join(', ')}`;
  return `a ${typeof value}`;
}

/**
 * The columns to build with. Drizzle's own keep `.desc()` in themselves until the next index takes it away, or for
 * ever: these give a new column instead, and the schema's objects stay as they are.
 */
function standIns(table: object): object {
  const built = hidden(table, 'Columns') as Readonly<Record<string, Column>>;
  const columns = (hidden(table, 'ExtraConfigColumns') ?? built) as typeof built;
  const made = new Map<string, object>();
  // Made when they are asked for: most columns are in no index.
  return new Proxy(columns, {
    get(_, key) {
      const column = typeof key === 'string' ? columns[key] : undefined;
      if (typeof key !== 'string' || column === undefined) return undefined;
      const known = made.get(key) ?? standIn(column, built[key] ?? column, { order: 'asc', nulls: 'last' });
      made.set(key, known);
      return known;
    },
  });
}

/** Like the column, with all that building with it may leave behind kept apart. */
function standIn(column: Column, built: Column, config: IndexConfig): object {
  return new Proxy(column, new StandIn(column, built, config));
}

/** A proxy rather than an object that inherits from the column: that would slow down the column from then on. */
class StandIn implements ProxyHandler<Column> {
  readonly #column: Column;
  readonly #built: Column;
  readonly #config: IndexConfig;
  /** What was left behind. */
  readonly #kept = new Map<PropertyKey, unknown>();

  constructor(column: Column, built: Column, config: IndexConfig) {
    this.#column = column;
    this.#built = built;
    this.#config = config;
  }

  get(column: Column, key: PropertyKey): unknown {
    if (this.#kept.has(key)) return this.#kept.get(key);
    switch (key) {
      case 'indexConfig':
        return this.#config;
      case 'defaultConfig':
        return { order: 'asc', nulls: 'last' };
      // Drizzle's do not know how their values are written: the column of the same name does.
      case 'mapToDriverValue':
        return (value: unknown) => encoded(this.#built, value);
      case 'asc':
        return this.#turned({ order: 'asc' });
      case 'desc':
        return this.#turned({ order: 'desc' });
      case 'nullsFirst':
        return this.#turned({ nulls: 'first' });
      case 'nullsLast':
        return this.#turned({ nulls: 'last' });
      case 'op':
        return (opClass: string) => standIn(this.#column, this.#built, { ...this.#config, opClass });
      default:
        return Reflect.get(column, key);
    }
  }

  set(_: Column, key: PropertyKey, value: unknown): boolean {
    this.#kept.set(key, value);
    return true;
  }

  #turned(change: IndexConfig): () => object {
    return () => standIn(this.#column, this.#built, { ...this.#config, ...change });
  }
}
