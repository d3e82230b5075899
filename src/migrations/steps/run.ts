import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import { checksumOf } from '../checksum.ts';
import { tableName } from '../history.ts';
import { runFunction } from '../run-migration.ts';
import type { Bookkeeping, Direction, LoadedMigration } from '../run-migration.ts';
import type { MigrationSession } from '../session/session.ts';
import { Journal } from './journal.ts';
import { Walk } from './walk.ts';

/**
 * Runs a migration that asked for no transaction, so that it can go on where it ended: each statement is committed
 * with the note that it is done, and one that cannot be is looked after by what it leaves behind.
 */
export async function runInSteps(
  session: MigrationSession,
  loaded: LoadedMigration,
  direction: Direction,
  bookkeeping: Bookkeeping,
): Promise<number> {
  const { client, gate, table } = session;
  const journal = new Journal(client, {
    history: tableName(table),
    name: loaded.name,
    direction,
    checksum: checksumOf(loaded.file),
  });
  const steps = await journal.read();
  const walk = new Walk({ client, gate }, journal, {
    known: steps,
    around: direction === 'down' ? bookkeeping.around : undefined,
    changed: (place, sql) => changed(loaded, direction, place, sql),
  });
  const { knex } = await session.knex();
  const start = performance.now();
  gate.begin();
  gate.send = async (config) => await walk.send(config);
  try {
    await runFunction(session, loaded, direction, knex);
    walk.end();
  } finally {
    gate.send = undefined;
  }
  const milliseconds = performance.now() - start;
  const record = bookkeeping.text(milliseconds, (value) => client.escapeLiteral(value));
  if (gate.maySetRole) await client.query('reset session authorization; reset role');
  await client.query('begin');
  try {
    // What comes back does so when all of it is there.
    if (direction === 'up') await bookkeeping.around?.(() => Promise.resolve());
    await client.query(record);
    await journal.forget(0);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return milliseconds;
}

function changed(
  { file }: LoadedMigration,
  direction: Direction,
  place: number,
  sql: string | undefined,
): Problem {
  return new Problem({
    code: 'migrations/changed-halfway',
    what: `${shownPath(file)} is another one than when it was run half way (${direction}): its statement ${place + 1} ${sql === undefined ? 'is missing' : `was not ${sql.slice(0, 200)}`}`,
    why: 'it runs without a transaction and goes on where it ended; what is done already cannot be changed there',
    fix: 'put back the statements that are done, run the command, and make the change in a migration of its own; the statement that failed and those after it may be changed',
  });
}
