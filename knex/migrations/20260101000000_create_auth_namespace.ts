import type { Knex } from 'knex';

// A UUIDv7 as text: milliseconds and their 4096ths, then what is random. Made here, and not with uuidv7(),
// because Postgres has that from 18 on. The clock is the wall's and not the transaction's, so that ids made
// in one transaction follow each other. A bound body (RETURN) needs no search_path and can be inlined.
const NEW_ID = `
create function auth.new_id() returns text
language sql volatile parallel safe
return overlay(
  overlay(
    lpad(to_hex(floor(date_part('epoch', clock_timestamp()) * 4096000)::bigint), 15, '0')
    placing '-7' from 13 for 0)
  placing '-' from 9 for 0)
  || substr(gen_random_uuid()::text, 19)`;

const SET_UPDATED_AT = `
create function auth.set_updated_at() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$`;

/** The namespace, and the functions that several tables share. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create schema auth');
  await knex.raw(NEW_ID);
  await knex.raw(SET_UPDATED_AT);
}

/** Without `cascade`: whatever somebody else put into the namespace stops it and stays. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function auth.set_updated_at()');
  await knex.raw('drop function auth.new_id()');
  await knex.raw('drop schema auth');
}
