import type { Client } from 'pg';
import { connect } from '../postgres/client.ts';
import { requireServerVersion } from '../postgres/server-version.ts';
import { withSettings } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';

/** A session that makes and drops databases, and what its server is. */
export interface Maintenance {
  /** pg's types leave out that a connection can let its process end. */
  readonly client: Client & { ref(): void; unref(): void };
  readonly major: number;
  readonly user: string;
  /** How a database is cloned fastest here. */
  readonly strategy: 'file_copy' | 'wal_log';
}

/*
 * The session is a lease: neither a timeout of the role nor a firewall that forgets silent connections may end it
 * while a test thinks.
 */
const OPTIONS =
  '-c statement_timeout=0 -c lock_timeout=0 -c idle_session_timeout=0 -c tcp_keepalives_idle=60 -c search_path=pg_catalog';

const FACTS = `select current_setting('fsync') as fsync, current_user as "user"`;

/** Opens such a session; the caller ends it. */
export async function connectForMaintenance(settings: ConnectionSettings): Promise<Maintenance> {
  const client = (await connect(
    withSettings(settings, {
      applicationName: 'keelson/testing',
      options: settings.options === undefined ? OPTIONS : `${settings.options} ${OPTIONS}`,
      timeouts: {
        connect: settings.timeouts.connect,
        statement: undefined,
        lock: undefined,
        idleInTransaction: undefined,
      },
    }),
  )) as Maintenance['client'];
  try {
    const major = await requireServerVersion(client);
    const { rows } = await client.query<{ fsync: string; user: string }>(FACTS);
    const { fsync, user } = rows[0] ?? { fsync: 'on', user: settings.user };
    // Copying the files takes two checkpoints. They cost next to nothing where nothing is synced, and then it is up
    // to twice as fast as sending every page through the log; where everything is synced, it is several times slower.
    return { client, major, user, strategy: fsync === 'off' ? 'file_copy' : 'wal_log' };
  } catch (error) {
    await client.end();
    throw error;
  }
}
