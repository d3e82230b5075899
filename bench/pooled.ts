/*
 * What a question costs through PgBouncer in transaction mode: npm run bench:pooled [rounds] [milliseconds]
 * The look-up of a session, asked by ten callers on ten connections, by pg with SQL by hand and by Keelson: with names
 * that the pooler keeps, and without. NEW_PGBOUNCER may name the program. Medians, asserts nothing.
 */
import path from 'node:path';
import { Client } from 'pg';
import { connectionUrl } from '../src/postgres/connection-url.ts';
import { createTestDatabase } from '../src/testing/index.ts';
import { HOW_TO_GET_NEW, NEW_PGBOUNCER, startBouncer } from '../tests/postgres/bouncer.ts';
import { median, timed } from './measure.ts';
import { ROWS } from './queries/asked.ts';
import type { Outcome } from './queries/asker.ts';

const ASKER = path.join(__dirname, 'queries', 'asker.ts');
const ASKED_BY = ['pg, named', 'pg', 'keelson, hot', 'keelson, natural'];

async function main(rounds: number, milliseconds: number): Promise<void> {
  if (NEW_PGBOUNCER === undefined) throw new Error(HOW_TO_GET_NEW);
  await using database = await createTestDatabase();
  const client = new Client(database.url);
  await client.connect();
  for (const statement of ROWS.split(';')) await client.query(statement);
  await client.end();
  for (const kept of [200, 0]) {
    await using bouncer = await startBouncer(NEW_PGBOUNCER, database.settings, 'transaction', {
      default_pool_size: 10,
      max_prepared_statements: kept,
    });
    // Names that are not kept cannot be asked by hand at all.
    const peers = kept > 0 ? ASKED_BY : ASKED_BY.slice(1);
    const outcomes = new Map<string, Outcome[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const peer of peers) {
        const command = [process.execPath, '--import', 'tsx', ASKER, peer, 'session'] as const;
        const { stdout } = timed([...command, connectionUrl(bouncer.settings), String(milliseconds)], {
          cwd: path.resolve(__dirname, '..'),
        });
        outcomes.set(peer, [...(outcomes.get(peer) ?? []), JSON.parse(stdout) as Outcome]);
      }
    }
    print(`\nmax_prepared_statements = ${kept}: a second, ratio; client, ratio; microseconds a question`);
    let first: Outcome | undefined;
    for (const [peer, all] of outcomes) {
      const [rate, used] = [median(all.map((one) => one.rate)), median(all.map((one) => one.client))];
      first ??= { rate, client: used, server: 0 };
      const ratios = [rate / first.rate, used / first.client].map((ratio) => ratio.toFixed(2));
      print(
        `  ${peer.padEnd(18)} ${rate.toFixed(0).padStart(7)} ${ratios[0]} ${used.toFixed(0).padStart(7)} ${ratios[1]}`,
      );
    }
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

void main(Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 2000));
