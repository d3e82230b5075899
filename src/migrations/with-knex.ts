import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { pgConfig } from '../postgres/pg-config.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { loadKnex } from './load-knex.ts';

/** Knex's own log lines repeat what the errors already say. */
const SILENT: Knex.Logger = {
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  deprecate: () => undefined,
};

type AfterCreate = (connection: ClientBase, done: (error?: unknown, connection?: unknown) => void) => void;
interface PoolConfig {
  readonly afterCreate?: AfterCreate;
}

/**
 * A server goes on with a statement when its client is gone: after Ctrl-C one that waits for a lock would stand in
 * everybody's way. Where the server cannot look after its clients, it stays as it is. The project's own hook follows.
 */
function prepared(pool: PoolConfig | undefined): AfterCreate {
  return (connection, done) => {
    connection.query('set client_connection_check_interval = 1000', () => {
      if (pool?.afterCreate === undefined) done(null, connection);
      else pool.afterCreate(connection, done);
    });
  };
}

/**
 * Runs `use` with a Knex that connects exactly as pg does, and closes it whatever happens. Only what concerns
 * the statements is taken from the project's configuration; how to connect is the toolkit's.
 */
export async function withKnex<Result>(
  config: Knex.Config,
  settings: ConnectionSettings,
  use: (knex: Knex) => Promise<Result>,
): Promise<Result> {
  // Loaded only when there is something to run: Knex is most of what a deploy with nothing to do would load.
  const knex = await loadKnex();
  const instance = knex({
    ...config,
    client: 'pg',
    connection: async () => (await pgConfig(settings)) as Knex.PgConnectionConfig,
    pool: { min: 0, max: 2, afterCreate: prepared(config.pool as PoolConfig | undefined) },
    acquireConnectionTimeout: settings.timeouts.connect + 50_000,
    log: SILENT,
  });
  try {
    return await use(instance);
  } finally {
    await instance.destroy();
  }
}
