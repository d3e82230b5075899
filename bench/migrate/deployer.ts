// One deploy in a process of its own: node --expose-gc --import tsx bench/migrate/deployer.ts ours|stock <folder> <url>
import makeKnex from 'knex';
import { settingsFromUrl } from '../../src/env.ts';
import { migrate } from '../../src/migrations/index.ts';

/** What a deploy cost. */
export interface Cost {
  readonly applied: number;
  readonly milliseconds: number;
  /** The most memory that the process had, in bytes. */
  readonly peak: number;
  /** What is left of it after everything was let go, in bytes. */
  readonly heap: number;
}

const DEPLOYS = {
  ours: async (directory: string, url: string): Promise<number> => {
    const config = { client: 'pg', migrations: { directory, schemaName: 'public' } };
    return (await migrate({ config, connection: settingsFromUrl(url) })).applied.length;
  },
  stock: async (directory: string, url: string): Promise<number> => {
    const knex = makeKnex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
    try {
      const [, names] = (await knex.migrate.latest({ directory })) as [number, string[]];
      return names.length;
    } finally {
      await knex.destroy();
    }
  },
};

async function main(by: keyof typeof DEPLOYS, directory: string, url: string): Promise<void> {
  const start = performance.now();
  const applied = await DEPLOYS[by](directory, url);
  const milliseconds = performance.now() - start;
  globalThis.gc?.();
  const cost: Cost = {
    applied,
    milliseconds,
    peak: process.resourceUsage().maxRSS * 1024,
    heap: process.memoryUsage().heapUsed,
  };
  process.stdout.write(`${JSON.stringify(cost)}\n`);
}

const [by, directory, url] = process.argv.slice(2);
if ((by !== 'ours' && by !== 'stock') || directory === undefined || url === undefined) {
  throw new Error('deployer.ts ours|stock <folder> <url>');
}
void main(by, directory, url);
