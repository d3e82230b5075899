import { isAboutNames, isStale } from '../../../postgres/stale-statement.ts';
import { Problem } from '../../../problem.ts';
import { begunAnew, isLost } from '../idempotent.ts';
import { standsFor } from './arguments.ts';
import type { ArgumentKinds, ArgumentsOf, Stands } from './arguments.ts';
import { statementOf } from './statement.ts';
import type { Preparable, Runs, Statement } from './statement.ts';

/** Where a statement may run instead: a client of another pool, or a transaction. */
export interface Place {
  readonly _: { readonly session: unknown };
}

export interface PreparedOptions {
  /** Whether it may be done twice: then it is, where the connection was lost. Not in a transaction, which was lost with it. */
  readonly isIdempotent?: boolean;
}

/** A query that is built once and kept by the server under its name. */
export interface Prepared<Arguments, Result> {
  (given: Arguments, on?: Place): Promise<Result>;
  /** The first row, or undefined. */
  first(
    given: Arguments,
    on?: Place,
  ): Promise<(Result extends readonly (infer Row)[] ? Row : Result) | undefined>;
  /** What is sent. */
  sql(): string;
}

/**
 * Prepares a query for a hot path: it is built with the first call, and a call costs what the same SQL costs with `pg`.
 * Making it asks neither for a connection nor for the environment.
 *
 *     const sessionByToken = prepared('session_by_token', { token: sessions.sessionToken }, ({ token }) =>
 *       db.select().from(sessions).where(eq(sessions.sessionToken, token)));
 *     const session = await sessionByToken.first({ token });
 */
export function prepared<const Kinds extends ArgumentKinds, Query extends Preparable & PromiseLike<unknown>>(
  name: string,
  kinds: Kinds,
  build: (given: Stands<Kinds>) => Query,
  { isIdempotent = false }: PreparedOptions = {},
): Prepared<ArgumentsOf<Kinds>, Awaited<Query>> {
  const kept = new Kept(name, () => statementOf(name, build(standsFor(kinds))), isIdempotent);
  const run = kept.run.bind(kept) as (given: ArgumentsOf<Kinds>, on?: Place) => Promise<Awaited<Query>>;
  return Object.assign(run, {
    first: async (given: ArgumentsOf<Kinds>, on?: Place) => {
      const result: unknown = await kept.run(given, on);
      return (Array.isArray(result) ? result[0] : result) as never;
    },
    sql: () => kept.statement.text,
  });
}

/** What each name stands for: a connection keeps one statement under it. */
const TEXTS = new Map<string, string>();

type Arguments = Readonly<Record<string, unknown>>;

/** A run that has failed. */
interface Failed {
  readonly given: Arguments;
  readonly place: Runs;
  /** The name under which it ran. */
  readonly called: string;
}

class Kept {
  readonly #name: string;
  readonly #make: () => Statement;
  readonly #isIdempotent: boolean;
  #made: Statement | undefined;
  #times = 1;

  constructor(name: string, make: () => Statement, isIdempotent: boolean) {
    this.#name = name;
    this.#make = make;
    this.#isIdempotent = isIdempotent;
  }

  get statement(): Statement {
    if (this.#made !== undefined) return this.#made;
    const made = this.#make();
    const other = TEXTS.get(this.#name);
    if (other !== undefined && other !== made.text) throw twice(this.#name);
    TEXTS.set(this.#name, made.text);
    return (this.#made = made);
  }

  // One function as long as nothing fails: each one that waits for another costs as much as the rest of them.
  async run(given: Arguments, on: Place | undefined): Promise<unknown> {
    const { home, isRead, result } = this.statement;
    const place = on === undefined ? home : clientOf(on, isRead);
    const called = this.#called();
    try {
      return result(await place.query(this.#asked(given, called)));
    } catch (error) {
      return await this.#recover(error, { given, place, called });
    }
  }

  /** What can be done about a failure. In a transaction nothing more runs, and it is for its caller to begin again. */
  async #recover(error: unknown, { given, place, called }: Failed): Promise<unknown> {
    if (isOne(place)) {
      if (isStale(error)) this.#rename(called);
      throw error;
    }
    try {
      return await this.#renewed(error, { given, place, called });
    } catch (last) {
      if (!this.#isIdempotent || !isLost(last)) throw last;
      return await begunAnew(async () => await this.#again(given, place));
    }
  }

  async #again(given: Arguments, place: Runs): Promise<unknown> {
    const called = this.#called();
    try {
      return this.statement.result(await place.query(this.#asked(given, called)));
    } catch (error) {
      return await this.#renewed(error, { given, place, called });
    }
  }

  /** Runs it under another name, where that it was called is what failed. */
  async #renewed(error: unknown, { given, place, called }: Failed): Promise<unknown> {
    if (!isStale(error)) throw error;
    this.#rename(called);
    if (isAboutNames(error)) place.statementNames?.forget();
    return this.statement.result(await place.query(this.#asked(given, this.#called())));
  }

  /** Once for all who met it under that name. */
  #rename(called: string): void {
    if (called === this.#called()) this.#times += 1;
  }

  /** A pooler that keeps statements for its clients keeps one for each text, so that one that is made again has another. */
  #asked(given: Arguments, called: string): ReturnType<Statement['config']> {
    const config = this.statement.config(given, called);
    return this.#times === 1 ? config : { ...config, text: `${config.text} /* ${this.#times} */` };
  }

  /** Under another name it is made anew on every connection. */
  #called(): string {
    return this.#times === 1 ? this.#name : `${this.#name}/${this.#times}`;
  }
}

/** Whether it is one connection, which may be in a transaction. */
function isOne(place: Runs): boolean {
  return !('totalCount' in place);
}

function clientOf(on: Place, isRead: boolean): Runs {
  const [reads] = isRead ? ((on as { readonly $replicas?: readonly Place[] }).$replicas ?? []) : [];
  const { session } = (reads ?? on)._;
  // Drizzle's session has it, but not its types.
  const { client } = session as { readonly client?: Partial<Runs> };
  if (typeof client?.query !== 'function') throw noPlace();
  return client as Runs;
}

function noPlace(): Problem {
  return new Problem({
    code: 'query/place',
    what: 'a prepared statement was to run on a client of another driver than pg',
    why: 'it is sent by pg, without which Drizzle reads and writes values in other ways',
    fix: 'give it a client of createDb or serverlessDb, or a transaction of one; elsewhere write the query with that client',
  });
}

function twice(name: string): Problem {
  return new Problem({
    code: 'query/statement-name-taken',
    what: `two prepared statements are called ${name}`,
    why: 'a connection keeps one statement under a name, and would run the first for both',
    fix: 'give each a name of its own',
  });
}
