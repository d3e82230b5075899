/*
 * What a question costs: npm run bench:queries [rounds] [milliseconds] [question, …]
 * The hot queries of auth, at 200,000 people and 400,000 sessions, asked by ten callers on ten connections: by pg with SQL
 * by hand, by Keelson, and by its peers, each in a process of its own, in turns. Medians; ratios to pg's named statements
 * say more than the numbers. `transaction` is the question for a session in a transaction of its own, `together` three
 * questions that do not wait for one another, `refused` an insert of what is there already. Prints, asserts nothing.
 */
import { loadavg } from 'node:os';
import { createTestDatabase } from '../src/testing/index.ts';
import { ASKED } from './queries/asked.ts';
import { OTHERS, peersOf } from './queries/peers.ts';
import { fill } from './queries/rows.ts';
import { inTurns, print } from './queries/turns.ts';

async function main(rounds: number, milliseconds: number, questions: readonly string[]): Promise<void> {
  await using database = await createTestDatabase();
  await fill(database.url);
  print(`load of the machine: ${loadavg()[0]?.toFixed(1)}; ${rounds} rounds of turns of ${milliseconds} ms`);
  for (const question of questions) {
    const peers = Object.keys(peersOf(question));
    await inTurns({ peers, question, url: database.url, serverUrl: database.url, rounds, milliseconds });
  }
  print(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
}

const [, , rounds = '3', milliseconds = '250', ...questions] = process.argv;
const all = [...Object.keys(ASKED), ...Object.keys(OTHERS)];
void main(Number(rounds), Number(milliseconds), questions.length === 0 ? all : questions);
