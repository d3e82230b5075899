import type { Knex } from 'knex';

/** Sessions: found by token, listed by person, cleared by age. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('sessions', (table) => {
    table.text('id').primary({ constraintName: 'sessions_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('session_token').notNullable().unique({ indexName: 'sessions_session_token_key' });
    table
      .text('user_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('sessions_user_id_fkey')
      .onDelete('CASCADE');
    table.timestamp('expires').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at').notNullable().defaultTo(knex.raw('now()'));
    table.text('ip_address');
    table.text('user_agent');
    table
      .text('active_organization_id')
      .references('id')
      .inTable('auth.organizations')
      .withKeyName('sessions_active_organization_id_fkey')
      .onDelete('SET NULL');
    table
      .text('active_team_id')
      .references('id')
      .inTable('auth.teams')
      .withKeyName('sessions_active_team_id_fkey')
      .onDelete('SET NULL');
    // SET NULL would leave a session that looks like the person's own.
    table
      .text('impersonated_by')
      .references('id')
      .inTable('auth.users')
      .withKeyName('sessions_impersonated_by_fkey')
      .onDelete('CASCADE');
    table.index(['user_id', 'expires'], 'sessions_user_id_expires_idx');
    table.index('expires', 'sessions_expires_idx');
  });
  await knex.raw(`
    create index sessions_active_organization_id_idx on auth.sessions (active_organization_id)
    where active_organization_id is not null`);
  await knex.raw(`
    create index sessions_active_team_id_idx on auth.sessions (active_team_id)
    where active_team_id is not null`);
  await knex.raw(`
    create index sessions_impersonated_by_idx on auth.sessions (impersonated_by)
    where impersonated_by is not null`);
  await knex.raw(`
    create trigger sessions_set_updated_at before update on auth.sessions
    for each row when (new.updated_at is not distinct from old.updated_at)
    execute function auth.set_updated_at()`);
}

/** The trigger goes with its table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('sessions');
}
