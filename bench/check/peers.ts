import { pushSchema } from 'drizzle-kit/api';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client, Pool } from 'pg';
import { createTestDatabase } from '../../src/testing/index.ts';

/** drizzle-kit's own comparison: how many statements it would run, all of them phantoms. Its spinner is not shown. */
export async function pushed(client: Client, schema: Record<string, unknown>): Promise<string> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    const { statementsToExecute } = await pushSchema(schema, drizzle(client));
    return `${statementsToExecute.length} phantom statements`;
  } finally {
    process.stdout.write = write;
  }
}

/** pg-delta compares databases: the schema's own statements are run in a second one first, as it does itself. */
export async function deltaOf(url: string, statements: readonly string[]): Promise<string> {
  const [{ extract }, { diff }] = await Promise.all([
    import('@supabase/pg-delta/extract'),
    import('@supabase/pg-delta'),
  ]);
  await using scratch = await createTestDatabase({ migrate: false });
  const client = new Client(scratch.url);
  await client.connect();
  await client.query(statements.join(';\n'));
  await client.end();
  const pools = [scratch.url, url].map((connectionString) => new Pool({ connectionString, max: 1 }));
  try {
    const [expected, actual] = await Promise.all(pools.map(async (pool) => await extract(pool)));
    if (expected === undefined || actual === undefined) throw new Error('two pools, two answers');
    return `${diff(expected.factBase, actual.factBase).length} differences`;
  } finally {
    for (const pool of pools) await pool.end();
  }
}
