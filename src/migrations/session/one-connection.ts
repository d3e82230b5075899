import type { Knex } from 'knex';
import { loadKnex } from '../load-knex.ts';
import type { Gate, GatedConnection } from './gate.ts';

/** Knex's own log lines repeat what the errors already say. */
const SILENT: Knex.Logger = {
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  deprecate: () => undefined,
};

/** The methods of Knex's client that its declarations leave out, or that are taken over here. */
interface ClientOfKnex {
  acquireConnection(): Promise<GatedConnection>;
  releaseConnection(): Promise<void>;
  schemaBuilder(): SchemaBuilder;
  raw(...words: unknown[]): Statement;
}
interface Statement {
  readonly sql?: string;
  toSQL(...words: unknown[]): unknown;
}
interface SchemaBuilder extends Statement {
  readonly _sequence: readonly { readonly method: string }[];
}

/** A Knex on one connection, and what a migration has made with it and never run. */
export interface MigrationKnex {
  readonly knex: Knex;
  /** Forgets what was made so far. */
  begin(): void;
  /** What was made since and neither run nor used in another statement, in words. */
  forgotten(): readonly string[];
}

/**
 * A Knex whose statements all go through one gate. What concerns statements is taken from the project's configuration;
 * it opens no connection and has no pool.
 */
export async function knexThrough(gate: Gate, config: Knex.Config): Promise<MigrationKnex> {
  const makeKnex = await loadKnex();
  const { client: _client, connection: _connection, pool: _pool, ...rest } = config;
  const { client: stock } = makeKnex({ client: 'pg' }) as { readonly client: object };
  const Base = stock.constructor as new (config: Knex.Config) => ClientOfKnex;
  const connection = gate.connection();
  // Without those that were used: a migration may make any number of them.
  const unused = new Map<Statement, () => string | undefined>();
  const watched = <Builder extends Statement>(
    builder: Builder,
    describe: () => string | undefined,
  ): Builder => {
    const toSQL = builder.toSQL.bind(builder);
    builder.toSQL = (...words) => {
      unused.delete(builder);
      return toSQL(...words);
    };
    unused.set(builder, describe);
    return builder;
  };

  /** A transaction's client is of the same class. */
  class ThroughGate extends Base {
    override acquireConnection(): Promise<GatedConnection> {
      return Promise.resolve(connection);
    }

    override releaseConnection(): Promise<void> {
      return Promise.resolve();
    }

    override schemaBuilder(): SchemaBuilder {
      const builder = super.schemaBuilder();
      return watched(builder, () => {
        const methods = builder._sequence.map(({ method }) => method);
        return methods.length === 0 ? undefined : `knex.schema.${methods.join('().')}()`;
      });
    }

    override raw(...words: unknown[]): Statement {
      const builder = super.raw(...words);
      return watched(builder, () => (isStatement(words[0]) ? `knex.raw(${quoted(words[0])})` : undefined));
    }
  }

  return {
    knex: makeKnex({ ...rest, client: ThroughGate as unknown as typeof Knex.Client, log: SILENT }),
    begin: () => {
      unused.clear();
    },
    forgotten: () => [...unused.values()].flatMap((describe) => describe() ?? []),
  };
}

/** A piece of SQL that is made to stand in another one is no statement. */
const VERB =
  /^\s*(?:alter|analyze|call|cluster|comment|create|delete|do|drop|grant|insert|lock|merge|refresh|reindex|revoke|security|set|truncate|update|vacuum)\b/i;

function isStatement(sql: unknown): sql is string {
  return typeof sql === 'string' && VERB.test(sql);
}

function quoted(sql: string): string {
  const line = sql.trim().replaceAll(/\s+/g, ' ');
  return `'${line.length > 60 ? `${line.slice(0, 60)}…` : line}'`;
}
