import { is } from 'drizzle-orm';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import { PgDatabase, PgTransaction } from 'drizzle-orm/pg-core';
import type { PgDialect } from 'drizzle-orm/pg-core';
import { NodePgSession, NodePgTransaction } from 'drizzle-orm/node-postgres';
import type { NodePgClient, NodePgQueryResultHKT, NodePgSessionOptions } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import { hideAs } from '../errors/index.ts';
import type * as authSchema from '../schema/index.ts';
import { Level } from './level.ts';
import { noPlace } from './problems.ts';

export type AnySchema = Record<string, unknown>;
export type AuthSchema = typeof authSchema;

/** What a transaction is used by: all that `db` has for queries. */
export type Transaction<Schema extends AnySchema = AuthSchema> = NodePgTransaction<
  Schema,
  ExtractTablesWithRelations<Schema>
>;

/** What queries are written on: a client, or a transaction. */
export type Queryable<Schema extends AnySchema = AuthSchema> = PgDatabase<
  NodePgQueryResultHKT,
  Schema,
  ExtractTablesWithRelations<Schema>
>;

type SchemaOf<Schema extends AnySchema> = ConstructorParameters<
  typeof NodePgSession<Schema, ExtractTablesWithRelations<Schema>>
>[2];

/** What Drizzle's session has, but not its types. */
interface Session<Schema extends AnySchema> {
  readonly client: unknown;
  readonly dialect: PgDialect;
  readonly schema: SchemaOf<Schema>;
  readonly options: NodePgSessionOptions;
}

/** Begins what `transaction` of a handle begins. */
export type Nested = <Result, Schema extends AnySchema>(
  on: Transaction<Schema>,
  fn: (transaction: Transaction<Schema>) => Promise<Result>,
) => Promise<Result>;

/** Drizzle's own, but for transactions in it. */
class Handle<Schema extends AnySchema> extends NodePgTransaction<Schema, ExtractTablesWithRelations<Schema>> {
  readonly #nested: Nested;

  constructor(
    { dialect, schema }: Session<Schema>,
    session: NodePgSession<Schema, ExtractTablesWithRelations<Schema>>,
    depth: number,
    nested: Nested,
  ) {
    super(dialect, session, undefined, depth);
    this.#nested = nested;
    if (schema === undefined) return;
    const Queries = queriesOf(schema.schema);
    Object.assign(this, {
      _: { ...schema, session },
      query: new Queries(() => new PgDatabase(dialect, session, schema).query as unknown as Queries),
    });
  }

  override async transaction<Result>(
    fn: (transaction: Transaction<Schema>) => Promise<Result>,
  ): Promise<Result> {
    return await this.#nested(this, fn);
  }
}

type Queries = Readonly<Record<string, unknown>>;
/** No names of tables, and found through a proxy too. */
const MAKE = Symbol('make');
const MADE = Symbol('made');
const QUERIES = new WeakMap<object, new (make: () => Queries) => object>();

/** Relational queries by their tables. Drizzle makes a builder for each, and few transactions want one. */
function queriesOf(tables: object): new (make: () => Queries) => object {
  const known = QUERIES.get(tables);
  if (known !== undefined) return known;
  class LazyQueries {
    readonly [MAKE]: () => Queries;
    [MADE]: Queries | undefined;

    constructor(make: () => Queries) {
      this[MAKE] = make;
    }
  }
  for (const table of Object.keys(tables))
    Object.defineProperty(LazyQueries.prototype, table, {
      enumerable: true,
      get(this: LazyQueries) {
        return (this[MADE] ??= this[MAKE]())[table];
      },
    });
  QUERIES.set(tables, LazyQueries);
  return LazyQueries;
}

/** The handle of what goes through `level`, with the tables and the settings of the client that it is made of. */
export function handleOf<Schema extends AnySchema>(
  on: Queryable<Schema>,
  level: Level,
  nested: Nested,
): Transaction<Schema> {
  const made = sessionOf(on);
  const session = new NodePgSession<Schema, ExtractTablesWithRelations<Schema>>(
    level as unknown as NodePgClient,
    made.dialect,
    made.schema,
    made.options,
  );
  const handle = new Handle(made, session, level.depth, nested);
  hideAs(on, handle);
  return handle;
}

/** What `on` sends its queries through: a pool, a level of ours, or the connection of a transaction that Drizzle began. */
export type Way = { readonly pool: Pool } | { readonly level: Level } | { readonly client: PoolClient };

export function wayOf(on: Queryable<AnySchema>): Way {
  const client = (sessionOf(on) as { readonly client?: unknown } | undefined)?.client;
  if (client instanceof Level) return { level: client };
  if (typeof client === 'object' && client !== null) {
    // Not instanceof: it may be a pool of another copy of pg.
    if ('totalCount' in client) return { pool: client as Pool };
    if (is(on, PgTransaction)) return { client: client as PoolClient };
  }
  throw noPlace();
}

function sessionOf<Schema extends AnySchema>(on: Queryable<Schema>): Session<Schema> {
  // From JavaScript anything may come.
  return (on as Partial<typeof on> | undefined)?._?.session as unknown as Session<Schema>;
}
