import type { Client } from 'pg';
import type { Knex } from 'knex';
import type { Pieces } from '../../parity/fix/builder/piece.ts';
import { printed } from '../../parity/fix/builder/printed.ts';
import { Problem } from '../../problem.ts';
import { shownPath } from '../../shown-path.ts';
import { runnerOn } from '../draft/run-code.ts';
import type { Runner } from '../draft/run-code.ts';
import { readFacts } from '../facts.ts';
import type { HistoryTable } from '../history.ts';
import { serverWords } from '../server-words.ts';
import type { DrizzleMigration } from './drizzle-migration.ts';
import type { NamedMigration } from './names.ts';
import { planBack } from './plan-back.ts';
import type { Moment } from './plan-back.ts';
import { readPlaces } from './places.ts';
import type { PlannedMigration } from './planned.ts';
import { rolesMadeBy } from './roles.ts';
import { wordsIn } from './words.ts';

/** Where and how the ways back are found. */
export interface Planning {
  /** A database of its own that is as it is to be before. */
  readonly client: Client;
  readonly version: number;
  readonly config: Knex.Config;
  readonly history: HistoryTable;
  readonly onStep: (step: string) => void;
}

/** What the server says to a statement that it runs outside of transactions only, or only in a later one. */
const NO_TRANSACTION = new Set(['25001', '55P04']);

/** Runs the migrations one after the other on a scratch database: the way back of each follows from what it has changed. */
export async function planMigrations(
  planning: Planning,
  migrations: readonly NamedMigration[],
): Promise<readonly PlannedMigration[]> {
  const { client, config, onStep } = planning;
  const runner = await runnerOn(client, config);
  const all = migrations.map(({ migration }) => migration);
  // A role that is made only where it is not there may be somebody else's: no down takes it away.
  const { perhaps } = rolesMadeBy(all);
  const words = new Set([...wordsIn(all)].filter((word) => !perhaps.includes(word)));
  const { rows } = await client.query<{ role: string }>('select current_user::text as role');
  const role = rows[0]?.role ?? '';
  const planned: PlannedMigration[] = [];
  let before = await momentOf(planning, words);
  for (const one of migrations) {
    onStep(`planning ${one.name}`);
    const isTransactional = await runUp(planning, runner, one.migration);
    const after = await momentOf(planning, words);
    const back = await planBack(before, after, {
      ...{ client, runner, role, version: planning.version },
      read: async () => momentOf(planning, words),
    });
    planned.push({
      ...one,
      isTransactional,
      up: printed(piecesOf(one.migration), { indent: 2, isFile: true }),
      ...('pieces' in back
        ? { down: printed(back.pieces, { indent: 2, isFile: true }) }
        : { down: '', irreversible: back.irreversible }),
    });
    before = after;
  }
  return planned;
}

function piecesOf({ statements }: DrizzleMigration): Pieces {
  return statements.flatMap(({ remarks, sql }) => [
    ...(remarks.length === 0 ? [] : [{ kind: 'remark', lines: remarks } as const]),
    { kind: 'raw', statement: sql } as const,
  ]);
}

/** Applies one; tells whether it can run in a transaction. */
async function runUp({ client }: Planning, runner: Runner, migration: DrizzleMigration): Promise<boolean> {
  await client.query('begin');
  const failed = await runStatements(runner, migration);
  if (failed === undefined) {
    await client.query('commit');
    await client.query('reset all');
    return true;
  }
  await client.query('rollback');
  await client.query('reset all');
  if (!NO_TRANSACTION.has((failed.error as { code?: string }).code ?? ''))
    throw notApplied(migration, failed);
  const alone = await runStatements(runner, migration);
  await client.query('reset all');
  if (alone !== undefined) throw notApplied(migration, alone);
  return false;
}

interface FailedStatement {
  readonly sql: string;
  readonly error: unknown;
}

/** Sends the statements as the migration will; gives the first one that fails. */
async function runStatements(
  runner: Runner,
  { statements }: DrizzleMigration,
): Promise<FailedStatement | undefined> {
  for (const { sql } of statements) {
    try {
      await runner.run(printed([{ kind: 'raw', statement: sql }]));
    } catch (error) {
      if ((error as { code?: string }).code === undefined || error instanceof Problem) throw error;
      return { sql, error };
    }
  }
  return undefined;
}

/** A role belongs to the whole server, where others may be at work: only those count that a migration speaks of. */
async function momentOf({ client, history }: Planning, words: ReadonlySet<string>): Promise<Moment> {
  const facts = await readFacts(client, history);
  return {
    facts: facts.filter(({ kind, name }) => kind !== 'role' || words.has(name)),
    places: await readPlaces(client),
  };
}

function notApplied({ file }: DrizzleMigration, { sql, error }: FailedStatement): Problem {
  return new Problem({
    code: 'migrations/drizzle-not-applied',
    what: `${shownPath(file)} cannot be applied to a scratch database that has what stands before it:\n  ${sql.replaceAll('\n', '\n  ')}\n${bareWords(sql, error)}`,
    why: 'the way back of a migration follows from what it is seen to do; nothing has been written',
    fix: 'correct the statement, or make on the server of the scratch database what it lacks (a role, an extension), or name another one: --server postgres://…',
    cause: error,
  });
}

/** The server's words without the statement, which Knex puts before them. */
function bareWords(sql: string, error: unknown): string {
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');
  const [words, before] = [plain(serverWords(error)), `${plain(sql)} - `];
  return words.startsWith(before) ? words.slice(before.length) : words;
}
