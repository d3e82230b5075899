import type { Knex } from 'knex';

const config: Knex.Config = { client: 'pg', migrations: { directory: './migrations' } };

export default config;
