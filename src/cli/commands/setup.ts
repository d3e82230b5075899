import { performance } from 'node:perf_hooks';
import { embeddedHome, env, forgetEnv } from '../../env.ts';
import { closeDb, count, createDb, desc, eq, first, sessions, users } from '../../lib/db/index.ts';
import { withClient } from '../../postgres/client.ts';
import { countRows } from '../../postgres/database.ts';
import { startEmbeddedServer } from '../../postgres/embedded/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { waitForServer } from '../../postgres/wait.ts';
import { defineCommand } from '../command.ts';
import { chosenDatabase, chosenKnexfile, OWN_KNEXFILE, PROJECT_OPTIONS } from '../project.ts';
import {
  buildDatabase,
  checkFiles,
  DESTRUCTIVE_OPTIONS,
  emptyDatabase,
  refuseUnlessDisposable,
} from '../rebuild.ts';
import { asCalled, columns, counted, duration, print, progress } from '../terminal.ts';

export default defineCommand({
  name: 'setup',
  about: `From nothing to a running, migrated, seeded database and the answer of a typed query. Without DATABASE_URL it
starts the embedded PostgreSQL server of this folder. Run again, it resets: it drops the database with everything
in it, asking first when a person is at the terminal; a script says --yes.`,
  options: { ...DESTRUCTIVE_OPTIONS, ...PROJECT_OPTIONS },
  async run({ options }) {
    const start = performance.now();
    const knexfile = await chosenKnexfile(options);
    await checkFiles(knexfile);
    if (options.url === undefined && env().databaseIsEmbedded) await startServer();
    const connection = chosenDatabase(options);
    refuseUnlessDisposable(connection, options);
    await waitForServer(connection, { seconds: 60, onProgress: progress });
    const dropped = await emptyDatabase(connection, options);
    print(`database   ${describeConnection(connection)}${dropped ? ', dropped and made anew' : ''}`);
    await buildDatabase(connection, knexfile);
    // A project with a knexfile of its own has tables of its own.
    if (knexfile.file === OWN_KNEXFILE) await showQuery(connection);
    await showTables(connection);
    print();
    print(`ready in ${duration(performance.now() - start)}. Next:`);
    print(columns(NEXT.map((row) => row.map(asCalled))));
    return undefined;
  },
});

const NEXT = [
  ['npm run db:psql', 'look around in SQL'],
  ['npm run db:studio', 'look around in the browser'],
  ['npm run db:migrate:make name', 'write a migration'],
  ['npm run -s db:status -- --show-url', 'the URL with its password, for other clients'],
  ['npm test', 'run the tests, on databases of their own'],
];

async function startServer(): Promise<void> {
  const start = performance.now();
  const { version, startedNow } = await startEmbeddedServer({ home: embeddedHome(), onProgress: progress });
  // It is known only now where the database is.
  forgetEnv();
  const outcome = startedNow ? `started in ${duration(performance.now() - start)}` : 'running already';
  print(`server     PostgreSQL ${version}, embedded in .data/postgres, ${outcome}`);
}

/** A typed query through the application's client, to show that all of it holds together. */
async function showQuery(connection: ConnectionSettings): Promise<void> {
  const db = createDb({ settings: connection, max: 1 });
  try {
    const busiest = await first(
      db
        .select({ name: users.name, email: users.email, sessions: count(sessions.id) })
        .from(users)
        .leftJoin(sessions, eq(sessions.userId, users.id))
        .groupBy(users.id)
        .orderBy(desc(count(sessions.id)), users.id)
        .limit(1),
    );
    print(`query      the user with the most sessions, by db.select(): ${JSON.stringify(busiest ?? null)}`);
  } finally {
    await closeDb(db);
  }
}

async function showTables(connection: ConnectionSettings): Promise<void> {
  const tables = await withClient(connection, countRows);
  print('tables');
  print(
    columns(
      tables.map(({ schema, name, rows }) => [
        `${schema}.${name}`,
        rows === undefined ? 'rows unknown' : counted(rows, 'row'),
      ]),
    ),
  );
}
