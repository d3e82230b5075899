import type { Knex } from 'knex';

// reference_id may name a user or an organization, which no foreign key can say; and a key that outlives its
// owner still opens the door. Were a user and an organization ever to share an id, the keys of both go: a key
// too few is a nuisance, a key too many a hole.
const DELETE_OWNED_API_KEYS = `
create function auth.delete_owned_api_keys() returns trigger
language plpgsql set search_path = '' as $$
begin
  delete from auth.api_keys where reference_id = old.id;
  return null;
end $$`;

/** API keys, and the triggers that delete them with their owner. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('api_keys', (table) => {
    table.text('id').primary({ constraintName: 'api_keys_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('config_id').notNullable().defaultTo('default');
    table.text('name');
    table.text('start');
    table.text('prefix');
    table.text('reference_id').notNullable();
    table.text('key').notNullable().unique({ indexName: 'api_keys_key_key' });
    table.bigInteger('refill_interval');
    table.integer('refill_amount');
    table.timestamp('last_refill_at');
    table.boolean('enabled').defaultTo(true);
    table.boolean('rate_limit_enabled').defaultTo(true);
    // Milliseconds; a day. Raw, because Knex quotes a number, and Postgres keeps the quotes for a bigint.
    table.bigInteger('rate_limit_time_window').defaultTo(knex.raw('86400000'));
    table.integer('rate_limit_max').defaultTo(10);
    table.integer('request_count').defaultTo(0);
    table.integer('remaining');
    table.timestamp('last_request');
    table.timestamp('expires_at');
    table.text('permissions');
    table.text('metadata');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at').notNullable().defaultTo(knex.raw('now()'));
    table.index('reference_id', 'api_keys_reference_id_idx');
    table.index('config_id', 'api_keys_config_id_idx');
  });
  await knex.raw(`
    create index api_keys_expires_at_idx on auth.api_keys (expires_at)
    where expires_at is not null`);
  await knex.raw(`
    create trigger api_keys_set_updated_at before update on auth.api_keys
    for each row when (new.updated_at is not distinct from old.updated_at)
    execute function auth.set_updated_at()`);
  await knex.raw(DELETE_OWNED_API_KEYS);
  await knex.raw(`
    create trigger users_delete_api_keys after delete on auth.users
    for each row execute function auth.delete_owned_api_keys()`);
  await knex.raw(`
    create trigger organizations_delete_api_keys after delete on auth.organizations
    for each row execute function auth.delete_owned_api_keys()`);
}

/** The triggers on other tables first, because they hold the function. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop trigger organizations_delete_api_keys on auth.organizations');
  await knex.raw('drop trigger users_delete_api_keys on auth.users');
  await knex.raw('drop function auth.delete_owned_api_keys()');
  await knex.schema.withSchema('auth').dropTable('api_keys');
}
