import type { Knex } from 'knex';

/** What people say: kept, without a name, when its author's account goes. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('feedback', (table) => {
    table.text('id').primary({ constraintName: 'feedback_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('user_id')
      .references('id')
      .inTable('auth.users')
      .withKeyName('feedback_user_id_fkey')
      .onDelete('SET NULL');
    table.text('message').notNullable();
    table.smallint('rating');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.check('length(message) between 1 and 10000', undefined, 'feedback_message_check');
    table.check('rating between 1 and 5', undefined, 'feedback_rating_check');
    table.index('user_id', 'feedback_user_id_idx');
    table.index('created_at', 'feedback_created_at_idx');
  });
}

/** What `up` made. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('feedback');
}
