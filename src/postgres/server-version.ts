import type { Client } from 'pg';
import { Problem } from '../problem.ts';

const OLDEST_MAJOR = 15;

/** The major version of the server, or a Problem when it is too old to work with. */
export async function requireServerVersion(client: Pick<Client, 'query'>): Promise<number> {
  const { rows } = await client.query<{ number: string; text: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
  );
  const major = Math.floor(Number(rows[0]?.number) / 10_000);
  if (major < OLDEST_MAJOR) {
    throw new Problem({
      code: 'connection/too-old',
      what: `the server is PostgreSQL ${rows[0]?.text ?? 'of unknown version'}; Keelson needs ${OLDEST_MAJOR} or later`,
      why: 'NULLS NOT DISTINCT, security_invoker views and the privileges of the schema public are different before',
      fix: 'upgrade the server, or connect to another one',
    });
  }
  return major;
}
