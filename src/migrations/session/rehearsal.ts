import type { Client, QueryConfig } from 'pg';
import { sqlTokens } from '../../parity/declared/sql-tokens.ts';
import { Problem } from '../../problem.ts';
import { concurrentIn } from '../steps/concurrent.ts';
import { hasBound } from '../steps/transaction-words.ts';

/**
 * Makes a commit impossible, whatever a migration sends: at one the server would first do what is deferred, and this
 * refuses. With temporary tables in it the transaction cannot be prepared either.
 */
const NO_COMMIT = `
create temporary table keelson_rehearsal () on commit drop;
create function pg_temp.keelson_refuse() returns trigger language plpgsql as $$ begin
  raise exception 'a dry run cannot commit' using errcode = '25000';
end $$;
create constraint trigger keelson_refuse after insert on pg_temp.keelson_rehearsal
  deferrable initially deferred for each row execute function pg_temp.keelson_refuse();
insert into pg_temp.keelson_rehearsal default values`;

/** What is deferred until a commit is looked at then; afterwards each constraint is as it was when it began. */
const COMMIT = `
do $$ declare one record; begin
  for one in select distinct n.nspname, c.conname, c.condeferred from pg_constraint c
    join pg_namespace n on n.oid = c.connamespace
    where c.condeferrable and n.oid <> pg_my_temp_schema() order by 1, 2
  loop
    execute format('set constraints %I.%I immediate', one.nspname, one.conname);
    if one.condeferred then execute format('set constraints %I.%I deferred', one.nspname, one.conname); end if;
  end loop;
end $$;
release savepoint keelson_rehearsal`;

const ROLLBACK = 'rollback to savepoint keelson_rehearsal; release savepoint keelson_rehearsal';

/** What Postgres says of a statement that cannot be part of a transaction. */
const NOT_IN_TRANSACTION = new Set(['25001', '2D000']);

/** A session that is inside one transaction from its beginning to its end, which is taken back. */
export interface Rehearsal {
  /** The client, on which a transaction begins and ends as a savepoint. */
  readonly client: Client;
  /** Executes a statement of a migration, or what comes next to one that no transaction may have in it. */
  readonly execute: (config: QueryConfig) => Promise<unknown>;
}

/** Opens the transaction; whoever calls it ends it with a rollback. */
export async function rehearse(client: Client): Promise<Rehearsal> {
  await client.query('begin');
  await client.query(NO_COMMIT).catch((error: unknown) => {
    throw (error as { code?: string }).code === '42501' ? noTemporary(error as Error) : error;
  });
  let isOpen = false;
  let isOver = false;
  /** After the end of the transaction everything would stay, so that nothing more is sent. */
  const send = async (config: QueryConfig | string, values?: unknown[]): Promise<unknown> => {
    if (isOver) throw over();
    try {
      return await client.query(config as QueryConfig, values);
    } catch (error) {
      // Where the server stands is known when it has answered once more.
      await client.query('').catch(() => undefined);
      isOver = client.getTransactionStatus() === 'I';
      throw isOver ? over(error) : error;
    }
  };
  const query = async (config: QueryConfig | string, values?: unknown[]): Promise<unknown> => {
    const text = typeof config === 'string' ? config : config.text;
    const word = transactionWord(text);
    if (word === undefined) return await send(config, values);
    const sql = { begin: 'savepoint keelson_rehearsal', commit: COMMIT, rollback: ROLLBACK }[word];
    if (isOpen === (word === 'begin'))
      throw new Error(`"${text}" where ${isOpen ? 'one' : 'no'} transaction is open`);
    const result = await send(sql).catch(async (error: unknown) => {
      // What a commit refuses is gone with it.
      if (word === 'commit') await send(ROLLBACK);
      isOpen = false;
      throw error;
    });
    isOpen = word === 'begin';
    return Array.isArray(result) ? (result.at(-1) as unknown) : result;
  };
  const inside = Object.create(client, { query: { value: query } }) as Client;
  return {
    client: inside,
    execute: async (config) => {
      const { text } = config;
      if (transactionWord(text) !== undefined) return await query(config);
      if (hasBound(text)) throw boundInside(text);
      const sent = concurrentIn(text) === undefined ? config : { ...config, text: atOnce(text) };
      return isOpen ? await send(sent) : await alone(send, sent);
    },
  };
}

/** A statement outside of a transaction: one that the server does only there has no effect on those behind it. */
async function alone(
  send: (config: QueryConfig | string) => Promise<unknown>,
  config: QueryConfig,
): Promise<unknown> {
  await send('savepoint keelson_statement');
  try {
    const result = await send(config);
    await send('release savepoint keelson_statement');
    return result;
  } catch (error) {
    if (error instanceof Problem) throw error;
    await send('rollback to savepoint keelson_statement; release savepoint keelson_statement');
    if (!NOT_IN_TRANSACTION.has((error as { code?: string }).code ?? '')) throw error;
    return { command: '', rowCount: null, oid: 0, fields: [], rows: [] };
  }
}

/** What begins or ends a transaction, where that is all that a text does. */
function transactionWord(text: string): 'begin' | 'commit' | 'rollback' | undefined {
  const match =
    /^\s*(begin|start\s+transaction|commit|end|rollback|abort)\b(?:\s+(?:work|transaction))?\s*([^;]*?)\s*;?\s*$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [, word = '', rest = ''] = match;
  if (/^(?:begin|start)/i.test(word)) return 'begin';
  if (rest !== '') return undefined;
  return /^(?:commit|end)/i.test(word) ? 'commit' : 'rollback';
}

/** The same index or partition, without room for others meanwhile: nobody sees it before it is taken back. */
function atOnce(sql: string): string {
  const word = sqlTokens(sql).find(
    ({ kind, text }) => kind === 'word' && text.toLowerCase() === 'concurrently',
  );
  return word === undefined ? sql : sql.slice(0, word.start) + sql.slice(word.end);
}

function boundInside(sql: string): Problem {
  return new Problem({
    code: 'migrations/cannot-rehearse',
    what: `a migration begins or ends transactions among other statements: ${sql.trim().slice(0, 200)}`,
    why: 'a dry run is one transaction that is taken back; this statement would end it, and what was tried would stay',
    fix: 'send BEGIN, COMMIT and ROLLBACK as statements of their own, or try the migration on a scratch database: npm run db:migrate:prove',
  });
}

function over(cause?: unknown): Problem {
  return new Problem({
    code: 'migrations/cannot-rehearse',
    what: 'a migration ended the transaction of the dry run',
    why: 'the server was kept from committing it and has taken everything back; what comes after cannot be tried',
    fix: 'send BEGIN, COMMIT and ROLLBACK as statements of their own, or try the migration on a scratch database: npm run db:migrate:prove',
    cause,
  });
}

function noTemporary(cause: Error): Problem {
  return new Problem({
    code: 'migrations/cannot-rehearse',
    what: `a dry run cannot be kept from committing: ${cause.message}`,
    why: 'a temporary table with a deferred trigger makes a commit impossible, whatever a migration sends; nothing was tried',
    fix: 'grant temporary on the database to the role that migrates, or try the migrations on a scratch database: npm run db:migrate:prove',
    cause,
  });
}
