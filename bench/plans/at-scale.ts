// One round of one thing in a process of its own, so that its memory is seen: see scale.ts, which starts it.
import { checkParity } from '../../src/parity/index.ts';
import { bigSchema } from '../check/big-schema.ts';
import { factsOf, loadDelta } from './delta.ts';
import type { Round } from './scale.ts';

async function main([what = '', tables = '', source = '', goal = '']: readonly string[]): Promise<void> {
  const round = what === 'delta' ? await delta(source, goal) : await ours(bigSchema(Number(tables)), source);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ ...round, megabytes } satisfies Round));
}

async function delta(source: string, goal: string): Promise<Omit<Round, 'megabytes'>> {
  const { plan } = await loadDelta();
  const start = performance.now();
  const facts = await Promise.all([factsOf(source), factsOf(goal)]);
  const read = performance.now() - start;
  const { actions } = plan(...facts);
  return { read, all: performance.now() - start, statements: actions.length };
}

/** The verdict with its fixes: it reads one database, and the other side is the schema. */
async function ours(schema: Record<string, unknown>, source: string): Promise<Omit<Round, 'megabytes'>> {
  const start = performance.now();
  const { differences } = await checkParity({ schema, connection: source });
  return { all: performance.now() - start, statements: differences.length };
}

void main(process.argv.slice(2));
