import { once } from 'node:events';
import type {
  apply as applyType,
  ApplyReport,
  extract as extractType,
  FactBase,
  Plan,
  plan as planType,
} from '@supabase/pg-delta';
import { Pool } from 'pg';

/** What is used of @supabase/pg-delta; it is made of ES modules and loaded when it is needed. */
export async function loadDelta(): Promise<{
  readonly extract: typeof extractType;
  readonly plan: typeof planType;
  readonly apply: typeof applyType;
}> {
  const [{ extract }, { plan }, { apply }] = await Promise.all([
    import('@supabase/pg-delta/extract'),
    import('@supabase/pg-delta/plan'),
    import('@supabase/pg-delta/apply'),
  ]);
  return { extract, plan, apply };
}

/** Reads a database as pg-delta does. */
export async function factsOf(url: string): Promise<FactBase> {
  const { extract } = await loadDelta();
  return await withPool(url, async (pool) => (await extract(pool, { redactSecrets: false })).factBase);
}

/** Runs a plan as pg-delta does. The source is what was just read, so that it need not be read again. */
export async function applyPlan(url: string, plan: Plan): Promise<ApplyReport> {
  const { apply } = await loadDelta();
  return await withPool(url, async (pool) => await apply(plan, pool, { fingerprintGate: false }));
}

async function withPool<Result>(url: string, use: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = new Pool({ connectionString: url, max: 2 });
  // A pool is ended before its connections are, and whoever drops the database next would break them.
  const ends: Promise<unknown>[] = [];
  pool.on('connect', (client) => ends.push(once(client, 'end')));
  try {
    return await use(pool);
  } finally {
    await pool.end();
    await Promise.all(ends);
  }
}
