import type { Knex } from 'knex';

/** Teams inside an organization, and who belongs to them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('teams', (table) => {
    table.text('id').primary({ constraintName: 'teams_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('name').notNullable();
    table.integer('member_count').notNullable().defaultTo(0);
    table
      .text('organization_id')
      .notNullable()
      .references('id')
      .inTable('auth.organizations')
      .withKeyName('teams_organization_id_fkey')
      .onDelete('CASCADE');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at');
    table.index('organization_id', 'teams_organization_id_idx');
  });
  await knex.raw(`
    create trigger teams_set_updated_at before update on auth.teams
    for each row when (new.updated_at is not distinct from old.updated_at)
    execute function auth.set_updated_at()`);

  await knex.schema.withSchema('auth').createTable('team_members', (table) => {
    table.text('id').primary({ constraintName: 'team_members_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('team_id')
      .notNullable()
      .references('id')
      .inTable('auth.teams')
      .withKeyName('team_members_team_id_fkey')
      .onDelete('CASCADE');
    table
      .text('user_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('team_members_user_id_fkey')
      .onDelete('CASCADE');
    table.text('membership_key').unique({ indexName: 'team_members_membership_key_key' });
    table.timestamp('created_at').defaultTo(knex.raw('now()'));
    table.unique(['team_id', 'user_id'], { indexName: 'team_members_team_id_user_id_key' });
    table.index('user_id', 'team_members_user_id_idx');
  });
}

/** Members first, because they refer to their team. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('team_members');
  await knex.schema.withSchema('auth').dropTable('teams');
}
