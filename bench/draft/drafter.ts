// One draft from nothing in a process of its own, so that its memory is seen: see from-nothing.ts, which starts it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bigSchema } from '../check/big-schema.ts';

/** Who drafts, and how far: without prettier, formatted by that of this project, or proven as well. */
export type Drafter = 'drizzle-kit' | 'draft' | 'formatted' | 'proven';

/** What one process saw: milliseconds without what loading takes, the proof's among them, and its memory at most. */
export interface Round {
  readonly milliseconds: number;
  readonly proof?: number;
  readonly up: number;
  readonly down: number;
  readonly megabytes: number;
}

async function main([by = '', tables = '', url = '']: readonly string[]): Promise<void> {
  const schema = bigSchema(Number(tables));
  const round = by === 'drizzle-kit' ? await theirs(schema) : await ours(by as Drafter, schema, url);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ ...round, megabytes } satisfies Round));
}

/** Each loads only what it needs, which is counted as its memory. */
async function theirs(schema: Record<string, unknown>): Promise<Omit<Round, 'megabytes'>> {
  const { generated } = await import('./drizzle-kit.ts');
  return await generated(schema);
}

async function ours(
  by: Drafter,
  schema: Record<string, unknown>,
  connection: string,
): Promise<Omit<Round, 'megabytes'>> {
  const { draftMigration } = await import('../../src/migrations/index.ts');
  // Where no prettier is found nothing is formatted: drizzle-kit formats nothing either.
  using folder = by === 'draft' ? elsewhere() : undefined;
  if (folder !== undefined) process.chdir(folder.path);
  const start = performance.now();
  let proving = start;
  const { files, up, down } = await draftMigration({
    ...{ schema, connection, prove: by === 'proven' },
    onStep: (step) => {
      if (step === 'proving it') proving = performance.now();
    },
  });
  const end = performance.now();
  if (files.length !== 1) throw new Error(`one file was to be drafted, not ${files.length}`);
  return {
    milliseconds: end - start,
    ...(by === 'proven' && { proof: end - proving }),
    ...{ up: up.length, down: down.length },
  };
}

function elsewhere(): { readonly path: string } & Disposable {
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-bench-'));
  return {
    path: folder,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

void main(process.argv.slice(2));
