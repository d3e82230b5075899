import type { Client, ClientBase } from 'pg';
import type { Knex } from 'knex';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/**
 * How long a statement waits for a lock where neither the caller nor the URL says it: half of what an application waits
 * before it looks for a deadlock, so that where the two wait for each other it is the migration that gives way.
 */
const LOCK_TIMEOUT = `
select set_config('lock_timeout',
  least(2000, extract(epoch from current_setting('deadlock_timeout')::interval) * 500)::int::text, false)
where current_setting('lock_timeout') = '0'`;

const WATCH = `select set_config('client_connection_check_interval', '500', false)`;

/** What holds for every migration on a session, whatever the one before it has set. */
export interface SessionSettings {
  /** The statements that set everything back that a migration may have set. */
  readonly restoring: string;
  /** What the project does with a session before it is used. */
  readonly prepare: () => Promise<void>;
}

/** Sets a session up for migrations. */
export async function setUp(
  client: Client,
  { config, lockTimeout }: { readonly config: Knex.Config; readonly lockTimeout: number | undefined },
): Promise<SessionSettings> {
  const settings = settingsOf(config, lockTimeout);
  await client.query(settings);
  const isWatched = await watchClient(client);
  const prepare = async (): Promise<void> => {
    await beforeUse(client, config);
  };
  await prepare();
  const restoring = [
    'reset session authorization; reset role; reset all',
    settings,
    ...(isWatched ? [WATCH] : []),
  ].join('; ');
  return { restoring, prepare };
}

function settingsOf({ searchPath }: Knex.Config, lockTimeout: number | undefined): string {
  const path = searchPath === undefined ? [] : [searchPath].flat();
  return [
    `set application_name = 'keelson'`,
    lockTimeout === undefined ? LOCK_TIMEOUT : `set lock_timeout = ${lockTimeout}`,
    // What is done again after a savepoint has to see what others committed meanwhile.
    `set default_transaction_isolation = 'read committed'`,
    'set statement_timeout = 0',
    'set idle_in_transaction_session_timeout = 0',
    ...(path.length === 0 ? [] : [`set search_path = ${path.map(quoteIdentifier).join(', ')}`]),
  ].join('; ');
}

/**
 * A server goes on with a statement when its client is gone, and keeps the lock as long, unless it looks after its
 * clients. Tells whether its system can.
 */
async function watchClient(client: Client): Promise<boolean> {
  try {
    await client.query(WATCH);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== '22023') throw error;
    return false;
  }
}

/** What the project does with each connection of its pool. */
async function beforeUse(client: Client, { pool }: Knex.Config): Promise<void> {
  const { afterCreate } = (pool ?? {}) as {
    afterCreate?: (connection: ClientBase, done: (error?: unknown) => void) => void;
  };
  if (afterCreate === undefined) return;
  await new Promise<void>((resolve, reject) => {
    afterCreate(client, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the hook afterCreate of the knexfile failed'));
    });
  });
}
