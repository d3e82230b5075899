// One peer asks one question for some seconds, in a process of its own: asker.ts <peer> <question> <url> <milliseconds>
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { ASKED } from './asked.ts';
import type { Question } from './asked.ts';
import { PEERS } from './peers.ts';
import { TRANSACTORS } from './transactions.ts';

/** As many as ask at the same time. */
const CALLERS = 10;
const TICKS_PER_SECOND = 100;

/** What one peer came to: questions a second, and microseconds of both processors for each. */
export interface Outcome {
  readonly rate: number;
  readonly client: number;
  readonly server: number;
}

async function main([name = '', question = '', url = '', length = '2000']: readonly string[]): Promise<void> {
  const { ask, given, end } = wayToAsk(name, question, url);
  const observer = new Client(url);
  await observer.connect();
  let n = 1;
  const askFor = async (milliseconds: number): Promise<number> => {
    const [end, first] = [performance.now() + milliseconds, n];
    const caller = async (): Promise<void> => {
      while (performance.now() < end) {
        const answer = await ask(given((n += 7919)));
        if (!Array.isArray(answer) || answer.length === 0) throw new Error(`${name} found nothing`);
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    return (n - first) / 7919;
  };
  await askFor(1000);
  const [cpu, server, start] = [process.cpuUsage(), await serverTicks(observer), performance.now()];
  const asked = await askFor(Number(length));
  const [used, seconds] = [process.cpuUsage(cpu), (performance.now() - start) / 1000];
  const outcome: Outcome = {
    rate: asked / seconds,
    client: (used.user + used.system) / asked,
    server: (((await serverTicks(observer)) - server) * 1e6) / TICKS_PER_SECOND / asked,
  };
  process.stdout.write(JSON.stringify(outcome));
  await observer.end();
  await end();
}

interface Way {
  readonly ask: (given: object) => Promise<unknown>;
  readonly given: (n: number) => object;
  readonly end: () => Promise<void>;
}

function wayToAsk(name: string, question: string, url: string): Way {
  if (question === 'transaction') {
    const peer = TRANSACTORS[name]?.(url);
    if (peer !== undefined) return { ...(peer as Omit<Way, 'given'>), given: ASKED.session };
  }
  const peer = PEERS[name]?.(url);
  if (peer === undefined) throw new Error(`no peer ${name}`);
  return {
    ask: peer.ask[question as Question] as Way['ask'],
    given: ASKED[question as Question],
    end: peer.end,
  };
}

/** Processor time of all backends of the database, which run on this machine. */
async function serverTicks(observer: Client): Promise<number> {
  const { rows } = await observer.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  return rows.reduce((sum, { pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return sum + Number(fields[11]) + Number(fields[12]);
  }, 0);
}

void main(process.argv.slice(2));
