// One peer, in a process of its own, which asks for as long as it is told to: asker.ts <peer> <question> <url>
import { ASKED } from './asked.ts';
import type { Question } from './asked.ts';
import { peersOf } from './peers.ts';

/** As many as ask at the same time. */
const CALLERS = 10;
/** It has been idle while the others had their turns. */
const WARM_UP = 50;

/** What one turn came to: questions, the seconds they took, and microseconds of this process. */
export interface Turn {
  readonly asked: number;
  readonly seconds: number;
  readonly used: number;
}

async function main([name = '', question = '', url = '']: readonly string[]): Promise<void> {
  const { ask, given, end } = wayToAsk(name, question, url);
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
  process.on('message', (milliseconds: number) => {
    void (async () => {
      await askFor(WARM_UP);
      const [cpu, start] = [process.cpuUsage(), performance.now()];
      const asked = await askFor(milliseconds);
      const { user, system } = process.cpuUsage(cpu);
      process.send?.({
        asked,
        seconds: (performance.now() - start) / 1000,
        used: user + system,
      } satisfies Turn);
    })();
  });
  process.once('disconnect', () => void end());
  await askFor(1000);
  process.send?.('ready');
}

interface Way {
  readonly ask: (given: object) => Promise<unknown>;
  readonly given: (n: number) => object;
  readonly end: () => Promise<void>;
}

function wayToAsk(name: string, question: string, url: string): Way {
  const peer = peersOf(question)[name]?.(url);
  if (peer === undefined) throw new Error(`no peer ${name}`);
  const { ask, end } = peer as { readonly ask: unknown; readonly end: Way['end'] };
  if (question in ASKED) {
    const asked = question as Question;
    return { ask: (ask as Record<Question, Way['ask']>)[asked], given: ASKED[asked], end };
  }
  return { ask: ask as Way['ask'], given: question === 'transaction' ? ASKED.session : (n) => ({ n }), end };
}

void main(process.argv.slice(2));
