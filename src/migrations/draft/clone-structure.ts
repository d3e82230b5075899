import { readDependencies } from '../../catalog/dependencies.ts';
import { readCatalog } from '../../catalog/read.ts';
import { inSnapshot, withSession } from '../../catalog/session.ts';
import { renderDatabase } from '../../parity/render/database.ts';
import { withClient } from '../../postgres/client.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';

/** What belongs to the server, or to a database by its name. */
const OUTSIDE = new Set(['database', 'subscription']);

/** Makes in an empty database all that another one has, but for its rows. */
export async function cloneStructure(from: ConnectionSettings, to: ConnectionSettings): Promise<void> {
  const statements = await withSession(from, async (session) =>
    inSnapshot(session, async () => {
      const { client, version } = session;
      const objects = await readCatalog(client, { version, beyond: true });
      const dependencies = await readDependencies(client, { version });
      return renderDatabase(
        objects.filter(({ kind }) => !OUTSIDE.has(kind)),
        dependencies,
      );
    }),
  );
  await withClient(to, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}
