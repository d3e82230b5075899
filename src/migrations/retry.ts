import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import type { Direction, LoadedMigration } from './run-migration.ts';
import type { MigrationSession } from './session/session.ts';
import { describeBlockers, watching } from './session/watch.ts';
import type { Seen } from './session/watch.ts';

/** Another transaction was in the way: nothing of this one is left, so that it may be tried again. */
const IN_THE_WAY = new Set(['55P03', '40P01']);

const MOST_TRIES = 12;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Runs a migration, and runs it again while other transactions are in the way, after pauses that grow and are never
 * quite the same: in between, whoever waited behind it gets through.
 */
export async function withRetries<Result>(
  session: MigrationSession,
  { loaded, direction }: { readonly loaded: LoadedMigration; readonly direction: Direction },
  run: () => Promise<Result>,
): Promise<Result> {
  // Others wait for a rehearsal as long as it tries, since it holds the locks of all migrations before this one.
  const most = session.isRehearsal ? 1 : MOST_TRIES;
  for (let tries = 1; ; tries += 1) {
    let seen: (() => Seen) | undefined;
    try {
      return await watching(session, async (look) => {
        seen = look;
        return await run();
      });
    } catch (error) {
      const { blockers, ownQuery } = seen?.() ?? { blockers: [], ownQuery: undefined };
      if (ownQuery !== undefined) throw otherConnection(loaded, direction, ownQuery, error);
      if (!IN_THE_WAY.has((error as { code?: string }).code ?? '') || tries === most) {
        throw blockers.length === 0 ? error : withBlockers(error, describeBlockers(blockers));
      }
      const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
      const pause = longest / 2 + (Math.random() * longest) / 2;
      const who = blockers.length === 0 ? '' : `, behind\n${describeBlockers(blockers)}`;
      session.notice(
        `${loaded.name} did not get its locks (try ${tries} of ${most}) and is tried again in ${(pause / 1000).toFixed(1)} s${who}`,
      );
      await sleep(pause, undefined, { signal: session.signal });
    }
  }
}

function withBlockers(error: unknown, blockers: string): unknown {
  if (error instanceof Error) error.message += `\n  it waited behind ${blockers}`;
  return error;
}

function otherConnection(
  { file }: LoadedMigration,
  direction: Direction,
  query: string,
  cause: unknown,
): Problem {
  return new Problem({
    code: 'migrations/other-connection',
    what: `${direction} of ${shownPath(file)} waited for a query on another connection of this process: ${query}`,
    why: 'that query waited for what the migration had locked, so both would have waited for ever; it was cancelled',
    fix: "use the knex that the migration is given, not the app's own: export async function up(knex) { … }",
    cause,
  });
}
