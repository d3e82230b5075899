import type { Knex } from 'knex';

/** Organizations, who belongs to them, who is invited, and the roles that they define. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').createTable('organizations', (table) => {
    table.text('id').primary({ constraintName: 'organizations_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table.text('name').notNullable();
    table.text('slug').notNullable().unique({ indexName: 'organizations_slug_key' });
    table.text('logo');
    table.text('metadata');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
  });

  await knex.schema.withSchema('auth').createTable('members', (table) => {
    table.text('id').primary({ constraintName: 'members_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('organization_id')
      .notNullable()
      .references('id')
      .inTable('auth.organizations')
      .withKeyName('members_organization_id_fkey')
      .onDelete('CASCADE');
    table
      .text('user_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('members_user_id_fkey')
      .onDelete('CASCADE');
    table.text('role').notNullable().defaultTo('member');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.unique(['organization_id', 'user_id'], { indexName: 'members_organization_id_user_id_key' });
    table.index('user_id', 'members_user_id_idx');
  });

  await knex.schema.withSchema('auth').createTable('invitations', (table) => {
    table.text('id').primary({ constraintName: 'invitations_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('organization_id')
      .notNullable()
      .references('id')
      .inTable('auth.organizations')
      .withKeyName('invitations_organization_id_fkey')
      .onDelete('CASCADE');
    table.text('email').notNullable();
    table.text('role');
    table.text('team_id');
    table.text('status').notNullable().defaultTo('pending');
    table.timestamp('expires_at').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table
      .text('inviter_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('invitations_inviter_id_fkey')
      .onDelete('CASCADE');
    table.index(['organization_id', 'status'], 'invitations_organization_id_status_idx');
    table.index(['email', 'status'], 'invitations_email_status_idx');
    table.index('inviter_id', 'invitations_inviter_id_idx');
    table.index('expires_at', 'invitations_expires_at_idx');
  });

  await knex.schema.withSchema('auth').createTable('organization_roles', (table) => {
    table
      .text('id')
      .primary({ constraintName: 'organization_roles_pkey' })
      .defaultTo(knex.raw('auth.new_id()'));
    table
      .text('organization_id')
      .notNullable()
      .references('id')
      .inTable('auth.organizations')
      .withKeyName('organization_roles_organization_id_fkey')
      .onDelete('CASCADE');
    table.text('role').notNullable();
    table.text('permission').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at');
    table.unique(['organization_id', 'role'], { indexName: 'organization_roles_organization_id_role_key' });
  });
  await knex.raw(`
    create trigger organization_roles_set_updated_at before update on auth.organization_roles
    for each row when (new.updated_at is not distinct from old.updated_at)
    execute function auth.set_updated_at()`);
}

/** In the opposite order, because the later tables refer to the first. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('auth').dropTable('organization_roles');
  await knex.schema.withSchema('auth').dropTable('invitations');
  await knex.schema.withSchema('auth').dropTable('members');
  await knex.schema.withSchema('auth').dropTable('organizations');
}
