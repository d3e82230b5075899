import path from 'node:path';
import type { Knex } from 'knex';
import { env, requireDatabase } from './src/env.ts';
import { MigrationFolder } from './src/migrations/migration-folder.ts';
import { pgConfig } from './src/postgres/pg-config.ts';

const migrations = path.join(__dirname, 'knex', 'migrations');
const seeds = path.join(__dirname, 'knex', 'seeds');

/** Stock Knex drops a migrationSource that stands beside a directory, and its migrate:make knows nothing else. */
const isStockMake = process.argv.includes('migrate:make') && !process.argv[1]?.includes('keelson');

/** For Keelson's commands and for stock Knex (`npx knex migrate:status`) alike. Loading it opens no connection. */
const config: Knex.Config = {
  client: 'pg',
  // Parsed by src/env.ts, never by Knex, whose URL parser has other ideas about TLS than pg's.
  connection: async () => (await pgConfig(requireDatabase())) as Knex.PgConnectionConfig,
  pool: { min: 0, max: 2 },
  migrations: {
    extension: path.extname(__filename).slice(1),
    // Said in full: the first schema of the search_path may be another one after a migration.
    schemaName: 'public',
    ...(isStockMake ? { directory: migrations } : { migrationSource: new MigrationFolder(migrations) }),
  },
  seeds: {
    extension: path.extname(__filename).slice(1),
    directory: path.join(seeds, env().nodeEnv === 'production' ? 'prod' : 'dev'),
  },
};

export default config;
