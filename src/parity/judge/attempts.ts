import type pg from 'pg';
import { runBatch } from '../../catalog/batch.ts';
import type { Answer, Statement } from '../../catalog/batch.ts';
import { isLocked } from '../../catalog/locked.ts';
import { isInSnapshot } from '../../catalog/session.ts';
import type { Session } from '../../catalog/session.ts';

/** Statements that the server may refuse, and what comes of it: more to try, or nothing. */
export interface Attempt {
  readonly statements: readonly Statement[];
  accepted(answers: readonly Answer[]): readonly Attempt[];
  /** The statement is the one that was refused. */
  refused(error: pg.DatabaseError, statement: Statement): readonly Attempt[];
}

const SET = `SELECT set_config($1, $2, true)`;

/** Whoever changes a table meanwhile is not waited for longer than this. */
const WAIT = `
SELECT set_config('lock_timeout', '2s', true) WHERE current_setting('lock_timeout') = '0'`;

/** Nor each attempt anew: who kept one waiting so long keeps the others. */
const WAIT_NO_MORE = `SELECT set_config('lock_timeout', '20ms', true)`;

/**
 * Tries all that is to be tried, inside a transaction: all in one round trip, and one more for each refusal and for
 * each step that follows from what was learned. Settings are set before, and whatever was done is taken back.
 *
 * What stands behind a refusal has to be sent again, so that less is sent at once while refusals come.
 */
export async function attemptAll(
  session: Session,
  { attempts, settings }: { attempts: readonly Attempt[]; settings: Readonly<Record<string, string>> },
): Promise<void> {
  let set = [{ text: WAIT }, ...Object.entries(settings).map((entry) => ({ text: SET, values: entry }))];
  const close = [
    { text: 'ROLLBACK TO SAVEPOINT keelson_attempts' },
    { text: 'RELEASE SAVEPOINT keelson_attempts' },
  ];
  let waiting = attempts;
  let most = Infinity;
  let isAborted = false;
  while (waiting.length > 0 || isAborted) {
    const open = [...(isAborted ? close : []), { text: 'SAVEPOINT keelson_attempts' }, ...set];
    const statements = waiting.slice(0, most).flatMap((attempt) => attempt.statements);
    const { answers, error } = await runBatch(session.client, [...open, ...statements, ...close]);
    const next: Attempt[] = [];
    let done = 0;
    let place = open.length;
    for (const attempt of waiting.slice(0, most)) {
      const end = place + attempt.statements.length;
      if (end > answers.length) break;
      next.push(...attempt.accepted(answers.slice(place, end)));
      place = end;
      done += 1;
    }
    isAborted = error !== undefined;
    most = isAborted ? Math.max(8, 2 * done) : 4 * most;
    if (error !== undefined) {
      const refused = waiting[done];
      const statement = refused?.statements[answers.length - place];
      if (refused === undefined || statement === undefined || isInterruption(error)) throw error;
      if (isLocked(error)) {
        // A snapshot is given up for a lock, and taken again.
        if (isInSnapshot(session)) throw error;
        set = [...set, { text: WAIT_NO_MORE }];
      }
      next.push(...refused.refused(error, statement));
      done += 1;
    }
    waiting = [...waiting.slice(done), ...next];
  }
}

/** Whether somebody ended it, the server is ending, or catches up with another one: it says nothing of the statement. */
function isInterruption({ code }: pg.DatabaseError): boolean {
  return code === '40001' || (code?.startsWith('57') ?? false);
}
