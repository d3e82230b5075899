/*
 * What a question costs: npm run bench:queries [rounds] [milliseconds] [question, …]
 * The hot queries of auth, at 200,000 people and 400,000 sessions, asked by ten callers on ten connections: by pg with SQL
 * by hand, by Keelson, and by its peers, each in a process of its own, in turns. Medians; ratios to pg's named statements
 * say more than the numbers. `transaction` is the question for a session in a transaction of its own. Prints, asserts
 * nothing.
 */
import { loadavg } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase } from '../src/testing/index.ts';
import { median, timed } from './measure.ts';
import { ASKED, ROWS } from './queries/asked.ts';
import type { Outcome } from './queries/asker.ts';
import { PEERS } from './queries/peers.ts';
import { TRANSACTORS } from './queries/transactions.ts';

const ASKER = path.join(__dirname, 'queries', 'asker.ts');

async function main(rounds: number, milliseconds: number, questions: readonly string[]): Promise<void> {
  await using database = await createTestDatabase();
  const client = new Client(database.url);
  await client.connect();
  for (const statement of ROWS.split(';')) await client.query(statement);
  await client.end();
  print(`load of the machine: ${loadavg()[0]?.toFixed(1)}; ${rounds} rounds of ${milliseconds} ms each`);
  for (const question of questions) {
    const outcomes = new Map<string, Outcome[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const peer of Object.keys(question === 'transaction' ? TRANSACTORS : PEERS)) {
        const command = [process.execPath, '--import', 'tsx', ASKER, peer, question, database.url] as const;
        const { stdout } = timed([...command, String(milliseconds)], { cwd: path.resolve(__dirname, '..') });
        outcomes.set(peer, [...(outcomes.get(peer) ?? []), JSON.parse(stdout) as Outcome]);
      }
    }
    printTable(question, outcomes);
  }
  print(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
}

function printTable(question: string, outcomes: ReadonlyMap<string, readonly Outcome[]>): void {
  print(`\n${question.padEnd(20)}   a second  ratio    client  ratio    server, microseconds a question`);
  const middle = (all: readonly Outcome[]): Outcome => ({
    rate: median(all.map(({ rate }) => rate)),
    client: median(all.map(({ client }) => client)),
    server: median(all.map(({ server }) => server)),
  });
  const [first] = [...outcomes.values()].map(middle);
  for (const [peer, all] of outcomes) {
    const { rate, client, server } = middle(all);
    const cells = [
      ...[rate.toFixed(0).padStart(8), (rate / (first?.rate ?? 1)).toFixed(2).padStart(6)],
      ...[client.toFixed(0).padStart(9), (client / (first?.client ?? 1)).toFixed(2).padStart(6)],
      server.toFixed(0).padStart(9),
    ];
    print(`  ${peer.padEnd(20)} ${cells.join(' ')}`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const [, , rounds = '3', milliseconds = '2000', ...questions] = process.argv;
const all = [...Object.keys(ASKED), 'transaction'];
void main(Number(rounds), Number(milliseconds), questions.length === 0 ? all : questions);
