import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { drizzle as drizzle1 } from 'drizzle-orm-1/node-postgres';
import { migrate as migrate1 } from 'drizzle-orm-1/node-postgres/migrator';
import { Pool } from 'pg';

/** Applies a folder as Drizzle's own migrator does: up to 0.45 where it has a journal, else that of 1.0. */
export async function applyByDrizzle(
  { url }: { readonly url: string },
  layout: 'journal' | 'folders',
  migrationsFolder: string,
  place: { readonly migrationsSchema?: string; readonly migrationsTable?: string } = {},
): Promise<void> {
  const pool = new Pool({ connectionString: url });
  try {
    if (layout === 'journal') await migrate(drizzle(pool), { migrationsFolder, ...place });
    else await migrate1(drizzle1({ client: pool }), { migrationsFolder, ...place });
  } finally {
    await pool.end();
  }
}
