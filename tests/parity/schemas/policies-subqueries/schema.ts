import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');

export const members = pgTable('members', { team: integer().notNull(), person: integer().notNull() });
export const teams = pgTable('teams', { id: integer().primaryKey(), name: text() }, (t) => [
  pgPolicy('members_read', {
    for: 'select',
    using: sql`exists (select 1 from ${members} where ${members.team} = ${t.id} and ${members.person} = auth.uid())`,
  }),
  pgPolicy('members_in', {
    for: 'update',
    using: sql`id in (select team from members where person = (select auth.uid()))`,
    withCheck: sql`(select count(*) from members m where m.team = teams.id) < 10`,
  }),
]);
export const files = app.table('files', { id: integer().primaryKey(), team: integer() }, (t) => [
  pgPolicy('team_read', {
    for: 'select',
    using: sql`${t.team} = any (select m.team from public.members m where m.person = auth.uid())`,
  }),
  pgPolicy('not_itself', {
    as: 'restrictive',
    using: sql`not exists (select from app.files other where other.id = ${t.id} and other.team <> ${t.team})`,
  }),
]);
