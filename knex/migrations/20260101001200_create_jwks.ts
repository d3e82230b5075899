import type { Knex } from 'knex';

/** Signing keys: a handful of rows that are read together, so the primary key is index enough. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('jwks', (table) => {
    table.text('id').primary({ constraintName: 'jwks_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('public_key').notNullable();
    table.text('private_key').notNullable();
    table.text('alg');
    table.text('crv');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('expires_at');
  });
}

/** What `up` made. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('jwks');
}
