import type { Client, QueryConfig } from 'pg';
import { Problem } from '../../problem.ts';
import type { Bookkeeping } from '../run-migration.ts';
import type { Gate } from '../session/gate.ts';
import type { MigrationSession } from '../session/session.ts';
import { AS_TEXT, nothing, resultOf } from './answer.ts';
import { concurrentIn, isBroken, whatIsLeft } from './concurrent.ts';
import type { Concurrent } from './concurrent.ts';
import { hashOf } from './journal.ts';
import type { Done, Journal, Step } from './journal.ts';
import { waitingForLocks } from './patience.ts';
import { becomeDeploy, becomeMigration } from './role.ts';
import type { Role } from './role.ts';
import { firstWord, hasBoundAmongOthers, isControl, isSetting } from './transaction-words.ts';

/** What Postgres says of a statement that cannot be part of a transaction. */
const NOT_IN_TRANSACTION = new Set(['25001', '2D000']);

/** A statement that was run. */
interface Ran {
  readonly result: unknown;
  readonly done: Done;
}

/** The way through one migration, statement by statement. */
export class Walk {
  readonly #client: Client;
  readonly #gate: Gate;
  readonly #journal: Journal;
  #known: ReadonlyMap<number, Step>;
  #place = 0;
  /** Statements of a transaction that the migration opened itself: they are noted when it commits. */
  #open: { readonly place: number; readonly done: Done }[] | undefined;
  #hasRead = false;
  /** Sets aside what a statement destroys; undefined where nothing is to be kept. */
  readonly #around: Bookkeeping['around'];
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
    this.#around = around;
  }

  async send(config: QueryConfig): Promise<unknown> {
    const hash = hashOf(config);
    const place = this.#place;
    this.#place += 1;
    const known = this.#known.get(place);
    if (known !== undefined && 'command' in known && known.hash === hash) {
      // What it set was the session's that has ended.
      return isSetting(config.text) ? (await this.#run(config, hash)).result : resultOf(known);
    }
    if (known !== undefined && ('command' in known ? known.hash : known.begun) !== hash) {
      // What a migration read decides what it does next: from here on it does something else.
      if (!this.#hasRead) throw this.#changed(place, config.text);
      this.#known = new Map();
      await this.#asDeploy(async () => this.#journal.forget(place));
    }
    if (this.#around !== undefined && hasBoundAmongOthers(config.text)) throw cannotKeep(config.text);
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
    const isCommit = /^(?:commit|end)$/.test(firstWord(config.text));
    if (isCommit) {
      this.#open.push({ place, done: { hash, command: 'COMMIT', rowCount: null, fields: [], rows: [] } });
      const open = this.#open;
      await this.#asDeploy(async () => {
        for (const { place: where, done } of open) await this.#journal.write(where, done.hash, done);
      });
    }
    // In a transaction that failed the server says so of every statement.
    const isKept = !isControl(config.text) && this.#client.getTransactionStatus() === 'T';
    const { result, done } = isKept ? await this.#keeping(config, hash) : await this.#run(config, hash);
    if (!isCommit) this.#open.push({ place, done });
    if (this.#client.getTransactionStatus() === 'I') this.#open = undefined;
    return result;
  }

  /** In a transaction with its note where Postgres lets it, and by itself where not. */
  async #alone(
    config: QueryConfig,
    { hash, place, wasBegun }: { readonly hash: string; readonly place: number; readonly wasBegun: boolean },
  ): Promise<unknown> {
    const concurrent = concurrentIn(config.text);
    if (concurrent !== undefined) {
      return await waitingForLocks(this.#client, async () =>
        this.#noted(config, { hash, place, concurrent, wasBegun }),
      );
    }
    await this.#client.query('begin');
    try {
      const { result, done } = await this.#keeping(config, hash);
      // What only read is read anew the next time.
      if (isRead(config.text) && !(await this.#hasWritten())) this.#hasRead = true;
      else await this.#asDeploy(async () => this.#journal.write(place, hash, done));
      await this.#client.query('commit');
      return result;
    } catch (error) {
      await this.#client.query('rollback');
      const { code = '' } = error as { code?: string };
      if (!NOT_IN_TRANSACTION.has(code)) throw error;
      // By itself it would commit what it destroys before anybody could see what that is.
      const commits = code === '2D000' || /^(?:do|call)$/.test(firstWord(config.text));
      if (this.#around !== undefined && commits) throw cannotKeep(config.text);
    }
    return await this.#noted(config, { hash, place, concurrent: undefined, wasBegun });
  }

  /** By itself, with a note before it and one behind. */
  async #noted(
    config: QueryConfig,
    {
      hash,
      place,
      concurrent,
      wasBegun,
    }: {
      readonly hash: string;
      readonly place: number;
      readonly concurrent: Concurrent | undefined;
      readonly wasBegun: boolean;
    },
  ): Promise<unknown> {
    const left = concurrent === undefined ? 'all' : await whatIsLeft(this.#client, concurrent, wasBegun);
    await this.#asDeploy(async () => this.#journal.write(place, hash, null));
    const { result, done } =
      left === 'nothing'
        ? { result: resultOf(nothing(hash)), done: nothing(hash) }
        : await this.#run(left === 'all' ? config : { text: left.sql }, hash).catch(
            async (error: unknown) => {
              throw await this.#unbegun(place, concurrent, error);
            },
          );
    if (concurrent !== undefined && (await isBroken(this.#client, concurrent))) throw broken(config.text);
    await this.#asDeploy(async () => this.#journal.write(place, hash, done));
    return result;
  }

  /** Takes away what a statement that failed has left, so that another one may stand in its place. */
  async #unbegun(place: number, concurrent: Concurrent | undefined, error: unknown): Promise<unknown> {
    const isCancelled = (error as { code?: string }).code === '57014';
    if (isCancelled || (concurrent !== undefined && concurrent.does !== 'create index')) return error;
    try {
      if (concurrent !== undefined) await isBroken(this.#client, concurrent);
      await this.#asDeploy(async () => this.#journal.forget(place));
    } catch {
      // The note that it was begun stays, and the next run looks at what it left.
    }
    return error;
  }

  /**
   * Runs a statement in an open transaction with what it destroys set aside. Whatever role the migration has taken, what
   * is set aside is the deploy's.
   */
  async #keeping(config: QueryConfig, hash: string): Promise<Ran> {
    const around = this.#around;
    if (around === undefined) return await this.#run(config, hash);
    const before = await this.#deployRole();
    const ran: { readonly one: Ran; readonly role: Role | undefined }[] = [];
    await around(async () => {
      if (before !== undefined) await becomeMigration(this.#client, before);
      const one = await this.#run(config, hash);
      ran.push({ one, role: await this.#deployRole() });
    });
    const { one, role } = ran.at(-1) ?? nowhere();
    if (role !== undefined) await becomeMigration(this.#client, role);
    return one;
  }

  /** Runs what is not the migration's: its role may not know of our tables. */
  async #asDeploy(run: () => Promise<void>): Promise<void> {
    if (!this.#gate.maySetRole) {
      await run();
      return;
    }
    const isOwn = this.#client.getTransactionStatus() === 'I';
    if (isOwn) await this.#client.query('begin');
    try {
      const role = await this.#deployRole();
      await run();
      if (role !== undefined) await becomeMigration(this.#client, role);
      if (isOwn) await this.#client.query('commit');
    } catch (error) {
      if (isOwn) await this.#client.query('rollback');
      throw error;
    }
  }

  async #deployRole(): Promise<Role | undefined> {
    return this.#gate.maySetRole ? await becomeDeploy(this.#client) : undefined;
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

function nowhere(): never {
  throw new Error('a statement was not run');
}

function isRead(sql: string): boolean {
  return /^\s*(?:select|show|explain|table|values)\b/i.test(sql);
}

function isBegin(sql: string): boolean {
  return /^(?:begin|start)$/.test(firstWord(sql));
}

function cannotKeep(sql: string): Problem {
  return new Problem({
    code: 'migrations/cannot-keep',
    what: `a down ends transactions within a statement: ${sql.trim().slice(0, 200)}`,
    why: 'what it destroys could not be set aside before it is gone; the statement was not done',
    fix: 'send BEGIN and COMMIT as statements of their own and take them out of the procedure, or say that what is lost may be lost: npm run db:migrate:rollback -- --discard',
  });
}

function broken(sql: string): Error {
  return new Error(
    `Postgres built an index that it cannot use, which was dropped again: ${sql.slice(0, 200)}`,
  );
}
