import type { Knex } from 'knex';

/** Verifications under way: the newest of an identifier is the one that counts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('verifications', (table) => {
    table.text('id').primary({ constraintName: 'verifications_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('identifier').notNullable();
    table.text('value').notNullable();
    table.timestamp('expires_at').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at').notNullable().defaultTo(knex.raw('now()'));
    table.index('expires_at', 'verifications_expires_at_idx');
  });
  await knex.raw(`
    create index verifications_identifier_created_at_idx
    on auth.verifications (identifier, created_at desc)`);
  await knex.raw(`
    create trigger verifications_set_updated_at before update on auth.verifications
    for each row when (new.updated_at is not distinct from old.updated_at)
    execute function auth.set_updated_at()`);
}

/** The trigger goes with its table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('verifications');
}
