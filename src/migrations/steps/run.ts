import pg from 'pg';
import type { Client, QueryConfig } from 'pg';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import { checksumOf } from '../checksum.ts';
import { tableName } from '../history.ts';
import { runFunction } from '../run-migration.ts';
import type { Bookkeeping, Direction, LoadedMigration } from '../run-migration.ts';
import type { Gate } from '../session/gate.ts';
import type { MigrationSession } from '../session/session.ts';
import { concurrentIn, isBroken, whatIsLeft } from './concurrent.ts';
import type { Concurrent } from './concurrent.ts';
import { hashOf, Journal } from './journal.ts';
import type { Done, Step } from './journal.ts';

/** What Postgres says of a statement that cannot be part of a transaction. */
const NOT_IN_TRANSACTION = new Set(['25001', '2D000']);

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
  gate.send = async (config) => await walk.send(config);
  try {
    await runFunction(session, loaded, direction, knex);
    walk.end();
  } finally {
    gate.send = undefined;
  }
  const milliseconds = performance.now() - start;
  const record = bookkeeping.text(milliseconds, (value) => client.escapeLiteral(value));
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

/** A statement that was run. */
interface Ran {
  readonly result: unknown;
  readonly done: Done;
}

/** The way through one migration, statement by statement. */
class Walk {
  readonly #client: Client;
  readonly #gate: Gate;
  readonly #journal: Journal;
  #known: ReadonlyMap<number, Step>;
  #place = 0;
  /** Statements of a transaction that the migration opened itself: they are noted when it commits. */
  #open: { readonly place: number; readonly done: Done }[] | undefined;
  #hasRead = false;
  readonly #around: NonNullable<Bookkeeping['around']>;
  readonly #changed: (place: number, sql: string | undefined) => Problem;

  constructor(
    { client, gate }: Pick<MigrationSession, 'client' | 'gate'>,
    journal: Journal,
    {
      known,
      around,
      changed,
    }: {
      readonly known: ReadonlyMap<number, Step>;
      readonly around: Bookkeeping['around'];
      /** What it says of a statement that is not the one that was run or begun in its place. */
      readonly changed: (place: number, sql: string | undefined) => Problem;
    },
  ) {
    this.#client = client;
    this.#gate = gate;
    this.#journal = journal;
    this.#known = known;
    this.#changed = changed;
    this.#around =
      around ??
      (async (run) => {
        await run();
      });
  }

  async send(config: QueryConfig): Promise<unknown> {
    const hash = hashOf(config);
    const place = this.#place;
    this.#place += 1;
    const known = this.#known.get(place);
    if (known !== undefined && 'command' in known && known.hash === hash) return resultOf(known);
    if (known !== undefined && ('command' in known ? known.hash : known.begun) !== hash) {
      // What a migration read decides what it does next: from here on it does something else.
      if (!this.#hasRead) throw this.#changed(place, config.text);
      this.#known = new Map();
      await this.#journal.forget(place);
    }
    if (this.#open !== undefined || isBegin(config.text))
      return await this.#inOwnTransaction(config, hash, place);
    const wasBegun = known !== undefined && 'begun' in known && known.begun === hash;
    return await this.#alone(config, { hash, place, wasBegun });
  }

  /** All that was done before is in it still. */
  end(): void {
    const place = Math.max(-1, ...this.#known.keys());
    if (place >= this.#place && !this.#hasRead) throw this.#changed(this.#place, undefined);
  }

  async #inOwnTransaction(config: QueryConfig, hash: string, place: number): Promise<unknown> {
    this.#open ??= [];
    const isCommit = /^\s*(?:commit|end)\b/i.test(config.text);
    if (isCommit) {
      this.#open.push({ place, done: { hash, command: 'COMMIT', rowCount: null, fields: [], rows: [] } });
      for (const { place: where, done } of this.#open) await this.#journal.write(where, done.hash, done);
    }
    const { result, done } = await this.#run(config, hash);
    if (!isCommit) this.#open.push({ place, done });
    if (this.#client.getTransactionStatus() === 'I') this.#open = undefined;
    return result;
  }

  /** In a transaction with its note where Postgres lets it, and by itself where not. */
  async #alone(
    config: QueryConfig,
    { hash, place, wasBegun }: { readonly hash: string; readonly place: number; readonly wasBegun: boolean },
  ): Promise<unknown> {
    if (concurrentIn(config.text) === undefined) {
      await this.#client.query('begin');
      try {
        const ran: Ran[] = [];
        await this.#around(async () => {
          ran.push(await this.#run(config, hash));
        });
        const { result, done } = ran.at(-1) ?? nowhere();
        // What only read is read anew the next time.
        if (isRead(config.text) && !(await this.#hasWritten())) this.#hasRead = true;
        else await this.#journal.write(place, hash, done);
        await this.#client.query('commit');
        return result;
      } catch (error) {
        await this.#client.query('rollback');
        if (!NOT_IN_TRANSACTION.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
    const concurrent = concurrentIn(config.text);
    const left = concurrent === undefined ? 'all' : await whatIsLeft(this.#client, concurrent, wasBegun);
    await this.#journal.write(place, hash, null);
    // It keeps nobody waiting while it waits for transactions that are older than itself.
    if (concurrent !== undefined) await this.#client.query('set lock_timeout = 0');
    const { result, done } =
      left === 'nothing'
        ? { result: resultOf(nothing(hash)), done: nothing(hash) }
        : await this.#run(left === 'all' ? config : { text: left.sql }, hash).catch(
            async (error: unknown) => {
              throw await this.#unbegun(place, concurrent, error);
            },
          );
    if (concurrent !== undefined && (await isBroken(this.#client, concurrent))) throw broken(config.text);
    await this.#journal.write(place, hash, done);
    return result;
  }

  /** Takes away what a statement that failed has left, so that another one may stand in its place. */
  async #unbegun(place: number, concurrent: Concurrent | undefined, error: unknown): Promise<unknown> {
    const isCancelled = (error as { code?: string }).code === '57014';
    if (isCancelled || (concurrent !== undefined && concurrent.does !== 'create index')) return error;
    try {
      if (concurrent !== undefined) await isBroken(this.#client, concurrent);
      await this.#journal.forget(place);
    } catch {
      // The note that it was begun stays, and the next run looks at what it left.
    }
    return error;
  }

  async #hasWritten(): Promise<boolean> {
    const { rows } = await this.#client.query<{ written: boolean }>(
      'select pg_current_xact_id_if_assigned() is not null as written',
    );
    return rows[0]?.written === true;
  }

  /** The rows as the server wrote them are what can be kept; the migration gets them as pg reads them. */
  async #run(config: QueryConfig, hash: string): Promise<Ran> {
    const answer: unknown = await this.#gate.execute({ ...config, ...AS_TEXT });
    // Several statements in one text have several results, of which the last one counts.
    const last = (Array.isArray(answer) ? answer.at(-1) : answer) as Omit<Done, 'hash'>;
    const { command, rowCount, rows } = last;
    const fields = last.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }));
    const done: Done = { hash, command, rowCount, fields, rows };
    return { result: resultOf(done), done };
  }
}

const AS_TEXT = {
  rowMode: 'array',
  types: { getTypeParser: () => (text: string) => text },
} as unknown as object;

function nowhere(): never {
  throw new Error('a statement was not run');
}

function nothing(hash: string): Done {
  return { hash, command: '', rowCount: null, fields: [], rows: [] };
}

/** A result as pg gives it. */
function resultOf({ command, rowCount, fields, rows }: Done): unknown {
  return {
    command,
    rowCount,
    oid: 0,
    fields,
    rows: rows.map((row) =>
      Object.fromEntries(
        fields.map(({ name, dataTypeID }, index) => {
          const text = row[index] ?? null;
          return [name, text === null ? null : parserOf(dataTypeID)(text)];
        }),
      ),
    ),
  };
}

/** How pg reads values of a type, whatever an application has set. */
function parserOf(type: number): (text: string) => unknown {
  return (pg.types.getTypeParser as (type: number) => (text: string) => unknown)(type);
}

function isRead(sql: string): boolean {
  return /^\s*(?:select|show|explain|table|values)\b/i.test(sql);
}

function isBegin(sql: string): boolean {
  return /^\s*(?:begin|start\s+transaction)\b/i.test(sql);
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

function broken(sql: string): Error {
  return new Error(
    `Postgres built an index that it cannot use, which was dropped again: ${sql.slice(0, 200)}`,
  );
}
