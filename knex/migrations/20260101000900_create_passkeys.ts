import type { Knex } from 'knex';

/** Passkeys: found by credential at sign-in, listed by person. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('passkeys', (table) => {
    table.text('id').primary({ constraintName: 'passkeys_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('name');
    table
      .text('user_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('passkeys_user_id_fkey')
      .onDelete('CASCADE');
    table.text('credential_id').notNullable().unique({ indexName: 'passkeys_credential_id_key' });
    table.text('public_key').notNullable();
    // Raw, because Knex quotes a number, and Postgres keeps the quotes for a bigint.
    table.bigInteger('counter').notNullable().defaultTo(knex.raw('0'));
    table.text('device_type').notNullable();
    table.boolean('backed_up').notNullable();
    table.text('transports');
    table.text('aaguid');
    table.text('provider_account_id');
    table.timestamp('created_at').defaultTo(knex.raw('now()'));
    table.index('user_id', 'passkeys_user_id_idx');
  });
}

/** What `up` made. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('passkeys');
}
