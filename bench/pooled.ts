/*
 * What a question costs through PgBouncer in transaction mode: npm run bench:pooled [rounds] [milliseconds]
 * The look-up of a session, asked by ten callers on ten connections, by pg with SQL by hand and by Keelson: with names
 * that the pooler keeps, and without. NEW_PGBOUNCER may name the program. Medians, asserts nothing.
 */
import { connectionUrl } from '../src/postgres/connection-url.ts';
import { createTestDatabase } from '../src/testing/index.ts';
import { HOW_TO_GET_NEW, NEW_PGBOUNCER, startBouncer } from '../tests/postgres/bouncer.ts';
import { fill } from './queries/rows.ts';
import { inTurns, print } from './queries/turns.ts';

const ASKED_BY = ['pg, named', 'pg', 'keelson, hot', 'keelson, natural', 'drizzle'];

async function main(rounds: number, milliseconds: number): Promise<void> {
  if (NEW_PGBOUNCER === undefined) throw new Error(HOW_TO_GET_NEW);
  await using database = await createTestDatabase();
  await fill(database.url);
  for (const kept of [200, 0]) {
    await using bouncer = await startBouncer(NEW_PGBOUNCER, database.settings, 'transaction', {
      default_pool_size: 10,
      max_prepared_statements: kept,
    });
    print(`\nmax_prepared_statements = ${kept}`);
    await inTurns({
      // Names that are not kept cannot be asked by hand at all.
      peers: kept > 0 ? ASKED_BY : ASKED_BY.slice(1),
      question: 'session',
      url: connectionUrl(bouncer.settings),
      serverUrl: database.url,
      rounds,
      milliseconds,
    });
  }
}

void main(Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 250));
