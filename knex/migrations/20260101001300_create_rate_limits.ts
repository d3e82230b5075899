import type { Knex } from 'knex';

/** Request counters. Only `key` is indexed, so that counting a request rewrites no index. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('rate_limits', (table) => {
    table.text('id').primary({ constraintName: 'rate_limits_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('key').notNullable().unique({ indexName: 'rate_limits_key_key' });
    table.integer('count').notNullable();
    table.bigInteger('last_request').notNullable();
  });
}

/** What `up` made. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('rate_limits');
}
