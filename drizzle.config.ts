import { defineConfig } from 'drizzle-kit';
import { requireDatabase } from './src/env.ts';
import { isLocal } from './src/postgres/locality.ts';
import { tlsOptions } from './src/postgres/tls.ts';

// For Drizzle Studio alone (npm run db:studio): Knex changes the database, drizzle-kit never does.
const { host, port, database, user, password, tls } = requireDatabase();
// drizzle-kit cannot ask the server first, as prefer means; away from this machine it takes the stronger of the two.
const ssl = tls.mode === 'prefer' && isLocal({ host }) ? false : tlsOptions(tls, host);

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/lib/db/schema/index.ts',
  schemaFilter: ['auth'],
  dbCredentials: { host, port, database, user, ssl, ...(password !== undefined && { password }) },
});
