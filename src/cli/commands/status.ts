import { embeddedHome, env } from '../../env.ts';
import { findKnexfile, readDatabaseEnvironment } from '../../migrations/index.ts';
import { withClient } from '../../postgres/client.ts';
import { connectionUrl } from '../../postgres/connection-url.ts';
import { embeddedServerStatus } from '../../postgres/embedded/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { advised } from '../advice.ts';
import type { Call } from '../advice.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, CONNECTION_OPTIONS } from '../project.ts';
import { asCalled, columns, print } from '../terminal.ts';

export default defineCommand({
  name: 'status',
  about: `Shows the embedded server of this folder, and which database the commands work on and whether it answers.
Exit code 0 when it does, 1 when it does not.`,
  options: {
    ...CONNECTION_OPTIONS,
    'show-url': { type: 'boolean', help: 'print the URL alone, with its password' },
  },
  async run({ options }) {
    const embedded = await embeddedServerStatus({ home: embeddedHome() });
    if (options['show-url']) {
      print(connectionUrl(chosenDatabase(options)));
      return undefined;
    }
    const hasKnexfile = findKnexfile() !== undefined;
    const rows = [['embedded server', embedded.state]];
    const answer =
      env().database === undefined && options.url === undefined
        ? undefined
        : await ask(chosenDatabase(options), {
            isUrlGiven: options.url !== undefined,
            hasKnexfile,
          });
    rows.push(...(answer ?? { rows: [['database', none(hasKnexfile)]] }).rows);
    print(columns(rows, ''));
    return answer?.reached === true ? 0 : 1;
  },
});

function none(hasKnexfile: boolean): string {
  return hasKnexfile
    ? asCalled('none: npm run db:setup starts one, or set DATABASE_URL')
    : 'none: set DATABASE_URL';
}

async function ask(
  connection: ConnectionSettings,
  call: Call,
): Promise<{ reached: boolean; rows: string[][] }> {
  const where = ['database', describeConnection(connection)];
  try {
    return await withClient(connection, async (client) => {
      const { rows } = await client.query<{ version: string; encrypted: boolean }>(
        `select current_setting('server_version') as version,
                coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted`,
      );
      return {
        reached: true,
        rows: [
          where,
          ['server', `PostgreSQL ${rows[0]?.version ?? ''}`],
          ['connection', rows[0]?.encrypted === true ? 'encrypted' : 'not encrypted'],
          ['environment', await environmentOf(client)],
        ],
      };
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { what, fix } = advised(error, call);
    return { reached: false, rows: [where, ['answer', what], ['fix', asCalled(fix)]] };
  }
}

async function environmentOf(client: Parameters<typeof readDatabaseEnvironment>[0]): Promise<string> {
  try {
    return (await readDatabaseEnvironment(client)) ?? 'not said';
  } catch (error) {
    if (error instanceof Problem) return `${error.what} (${error.fix})`;
    throw error;
  }
}
