import type { Knex } from 'knex';

/** One-time tokens: each is found, and used up, by its whole key. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('verification_tokens', (table) => {
    table.text('identifier').notNullable();
    table.text('token').notNullable();
    table.timestamp('expires').notNullable();
    table.primary(['identifier', 'token'], { constraintName: 'verification_tokens_pkey' });
    table.index('expires', 'verification_tokens_expires_idx');
  });
}

/** What `up` made. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('verification_tokens');
}
