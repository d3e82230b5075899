import type { Knex } from 'knex';

/** Second factors, at most one for each person. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('two_factors', (table) => {
    table.text('id').primary({ constraintName: 'two_factors_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('user_id')
      .notNullable()
      .unique({ indexName: 'two_factors_user_id_key' })
      .references('id')
      .inTable('auth.users')
      .withKeyName('two_factors_user_id_fkey')
      .onDelete('CASCADE');
    table.text('secret').notNullable();
    table.text('backup_codes').notNullable();
    table.boolean('verified').defaultTo(true);
    table.integer('failed_verification_count').defaultTo(0);
    table.timestamp('locked_until');
  });
}

/** What `up` made. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('two_factors');
}
