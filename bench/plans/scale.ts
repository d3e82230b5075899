import path from 'node:path';
import { Client } from 'pg';
import { readDeclared } from '../../src/parity/declared/read.ts';
import { renderSchema } from '../../src/parity/render/index.ts';
import { connectionUrl } from '../../src/postgres/connection-url.ts';
import { ScratchServer } from '../../tests/postgres/scratch-server.ts';
import type { Programs } from '../../tests/postgres/scratch-server.ts';
import { bigSchema } from '../check/big-schema.ts';
import { median, timed } from '../measure.ts';
import { withClient } from './connected.ts';
import { applyPlan, factsOf, loadDelta } from './delta.ts';

const ROUNDS = 5;
const ROOT = path.resolve(__dirname, '..', '..');
const SIZES = [100, 1000];
/** What is done to one of the tables. */
const CHANGE = `
alter table big_7 alter column name type varchar(50), add column extra integer, drop constraint big_7_amount;
drop index big_7_active`;

/** What one process saw: milliseconds, of which reading both catalogues, and its memory at most. */
export interface Round {
  readonly read?: number;
  readonly all: number;
  readonly statements: number;
  readonly megabytes: number;
}

/** How long plans for many tables take: where one of them changed, and from nothing. */
export async function measureScale(programs: Programs | undefined): Promise<void> {
  await using server = await ScratchServer.make(programs);
  await server.start();
  const admin = new Client(connectionUrl(server.connection()));
  await admin.connect();
  print(`\n== d: many tables, medians of ${ROUNDS} processes in turn`);
  try {
    for (const tables of SIZES) {
      const made = await makeDatabases(admin, tables, (database) =>
        connectionUrl(server.connection({ database })),
      );
      print(`\n${tables} tables; a scratch database with them took ${made.built.toFixed(0)} ms`);
      contest('one changed', tables, made.changed, made.goal);
      contest('from nothing', tables, made.empty, made.goal);
      await applyFromNothing(made.empty, made.goal);
    }
  } finally {
    await admin.end();
  }
}

interface Databases {
  readonly goal: string;
  readonly changed: string;
  readonly empty: string;
  readonly built: number;
}

async function makeDatabases(
  admin: Client,
  tables: number,
  urlOf: (database: string) => string,
): Promise<Databases> {
  const statements = renderSchema(readDeclared({ schema: bigSchema(tables) }).objects);
  const [goal, changed, empty] = [`goal_${tables}`, `changed_${tables}`, `empty_${tables}`];
  const start = performance.now();
  await admin.query(`create database ${goal} template template0`);
  await withClient(urlOf(goal), async (client) => {
    // One transaction for all of them would hold more locks than a server has room for.
    for (let at = 0; at < statements.length; at += 500) {
      await client.query(statements.slice(at, at + 500).join(';\n'));
    }
  });
  const built = performance.now() - start;
  await admin.query(`create database ${changed} template ${goal}`);
  await admin.query(`create database ${empty} template template0`);
  await withClient(urlOf(changed), async (client) => await client.query(CHANGE));
  for (const name of [goal, changed])
    await withClient(urlOf(name), async (client) => await client.query('vacuum analyze'));
  return { goal: urlOf(goal), changed: urlOf(changed), empty: urlOf(empty), built };
}

/** In turn, so that what else the machine does meets both. */
function contest(what: string, tables: number, source: string, goal: string): void {
  const rounds: Record<'delta' | 'ours', Round[]> = { delta: [], ours: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const one of ['delta', 'ours'] as const) rounds[one].push(inProcess(one, tables, source, goal));
  }
  const of = (one: 'delta' | 'ours', value: (round: Round) => number): number =>
    median(rounds[one].map(value));
  const [theirs, ours] = [of('delta', ({ all }) => all), of('ours', ({ all }) => all)];
  const read = of('delta', ({ read = 0 }) => read);
  print(`  ${what}`);
  print(
    `    pg-delta ${theirs.toFixed(0)} ms, of which reading both ${read.toFixed(0)} and planning ${of('delta', ({ all, read = 0 }) => all - read).toFixed(0)}; ${rounds.delta[0]?.statements} actions; ${of('delta', ({ megabytes }) => megabytes)} MB`,
  );
  print(
    `    verdict with its fixes ${ours.toFixed(0)} ms; ${rounds.ours[0]?.statements} differences; ${of('ours', ({ megabytes }) => megabytes)} MB; pg-delta takes ${(theirs / ours).toFixed(1)} times as long`,
  );
}

function inProcess(what: string, ...words: readonly (string | number)[]): Round {
  const command = [process.execPath, '--import', 'tsx', path.join(__dirname, 'at-scale.ts'), what] as const;
  return JSON.parse(timed([...command, ...words.map(String)], { cwd: ROOT }).stdout) as Round;
}

/** Whether a plan for all tables can be run on a server with Postgres' own settings. */
async function applyFromNothing(empty: string, goal: string): Promise<void> {
  const { plan } = await loadDelta();
  const { status, error } = await applyPlan(empty, plan(await factsOf(empty), await factsOf(goal)));
  print(`    run: ${status}${error === undefined ? '' : `: ${error.message}`}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
