import type { Knex } from 'knex';

// On an insert the old row is all null, so that whatever is given counts as changed. A writer that changes
// both columns is taken at the word of the seconds, unless it took them away. A timestamp that already says
// the same second keeps its fraction, and one that never comes ('infinity') has no seconds.
const SYNC_ACCOUNT_EXPIRY = `
create function auth.sync_account_expiry() returns trigger
language plpgsql set search_path = '' as $$
declare
  seconds_changed boolean := new.expires_at is distinct from old.expires_at;
  timestamp_changed boolean := new.access_token_expires_at is distinct from old.access_token_expires_at;
  seconds_of_timestamp bigint := case when isfinite(new.access_token_expires_at)
    then floor(extract(epoch from new.access_token_expires_at))::bigint end;
begin
  if seconds_changed and (new.expires_at is not null or not timestamp_changed) then
    if new.expires_at is distinct from seconds_of_timestamp then
      new.access_token_expires_at := to_timestamp(new.expires_at);
    end if;
  elsif timestamp_changed then
    new.expires_at := seconds_of_timestamp;
  end if;
  return new;
end $$`;

/** Ways to sign in, and the trigger that keeps the two columns of a token's expiry equal. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('accounts', (table) => {
    table.text('id').primary({ constraintName: 'accounts_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('user_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('accounts_user_id_fkey')
      .onDelete('CASCADE');
    table.text('type').notNullable().defaultTo('oauth');
    table.text('provider').notNullable();
    table.text('provider_account_id').notNullable();
    table.text('refresh_token');
    table.text('access_token');
    table.text('id_token');
    table.text('token_type');
    table.text('scope');
    table.text('session_state');
    table.bigInteger('expires_at');
    table.timestamp('access_token_expires_at');
    table.timestamp('refresh_token_expires_at');
    table.text('password');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at').notNullable().defaultTo(knex.raw('now()'));
    table.unique(['provider', 'provider_account_id'], {
      indexName: 'accounts_provider_provider_account_id_key',
    });
    table.index('user_id', 'accounts_user_id_idx');
  });
  await knex.raw(SYNC_ACCOUNT_EXPIRY);
  await knex.raw(`
    create trigger accounts_sync_expiry
    before insert or update of expires_at, access_token_expires_at on auth.accounts
    for each row execute function auth.sync_account_expiry()`);
  await knex.raw(`
    create trigger accounts_set_updated_at before update on auth.accounts
    for each row when (new.updated_at is not distinct from old.updated_at)
    execute function auth.set_updated_at()`);
}

/** The triggers go with their table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('accounts');
  await knex.raw('drop function auth.sync_account_expiry()');
}
