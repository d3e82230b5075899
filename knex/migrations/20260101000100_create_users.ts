import type { Knex } from 'knex';

// On an insert the old row is all null, so that whatever is given counts as changed.
// A writer that changes both columns is taken at the timestamp's word.
const SYNC_EMAIL_VERIFIED = `
create function auth.sync_email_verified() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.email_verified_at is distinct from old.email_verified_at then
    new.email_verified := new.email_verified_at is not null;
  elsif new.email_verified is distinct from old.email_verified then
    new.email_verified_at := case when new.email_verified then now() end;
  end if;
  return new;
end $$`;

/** People, and the trigger that keeps the two columns of an address's verified state equal. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('users', (table) => {
    table.text('id').primary({ constraintName: 'users_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('name');
    table.text('email');
    table.boolean('email_verified').notNullable().defaultTo(false);
    table.timestamp('email_verified_at');
    table.text('image');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at').notNullable().defaultTo(knex.raw('now()'));
    table.boolean('two_factor_enabled').defaultTo(false);
    table.text('role');
    table.boolean('banned').defaultTo(false);
    table.text('ban_reason');
    table.timestamp('ban_expires');
    table.text('username').unique({ indexName: 'users_username_key' });
    table.text('display_username');
    table.text('phone_number').unique({ indexName: 'users_phone_number_key' });
    table.boolean('phone_number_verified');
    table.boolean('is_anonymous').defaultTo(false);
    table.check('email_verified = (email_verified_at is not null)', undefined, 'users_email_verified_check');
    table.index('email', 'users_email_idx');
  });
  await knex.raw('create unique index users_email_lower_key on auth.users (lower(email))');
  await knex.raw(SYNC_EMAIL_VERIFIED);
  await knex.raw(`
    create trigger users_sync_email_verified
    before insert or update of email_verified, email_verified_at on auth.users
    for each row execute function auth.sync_email_verified()`);
  await knex.raw(`
    create trigger users_set_updated_at before update on auth.users
    for each row when (new.updated_at is not distinct from old.updated_at)
    execute function auth.set_updated_at()`);
}

/** The triggers go with their table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('users');
  await knex.raw('drop function auth.sync_email_verified()');
}
