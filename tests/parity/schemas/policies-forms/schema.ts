import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgRole, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const app = pgSchema('Quoted App');
export const reader = pgRole('keelson_corpus_reader');
export const writer = pgRole('keelson corpus "writer"', { inherit: false });

/** Every command, both kinds, and every way to say for whom. */
export const notes = pgTable('notes', { id: integer().primaryKey(), owner: text(), size: integer() }, (t) => [
  pgPolicy('everything'),
  pgPolicy('read', { as: 'permissive', for: 'select', to: 'public', using: sql`true` }),
  pgPolicy('read_own', { for: 'select', to: reader, using: sql`${t.owner} = current_user` }),
  pgPolicy('add', { for: 'insert', to: [reader, writer], withCheck: sql`${t.size} > 0` }),
  pgPolicy('change', {
    as: 'restrictive',
    for: 'update',
    to: ['keelson_corpus_reader', writer],
    using: sql`true`,
    withCheck: sql`${t.size} < ${100}`,
  }),
  pgPolicy('remove', { for: 'delete', to: 'keelson_corpus_reader', using: sql`owner = 'x;y--z'` }),
  pgPolicy('all', { as: 'restrictive', for: 'all', using: sql`${t.size} is not null` }),
  pgPolicy('with_check_only', { withCheck: sql`${t.owner} <> ''` }),
  pgPolicy('Quoted "Policy"', { for: 'select', using: sql`"notes"."id" > 0` }),
]);
/** The same policy name on another table, and a table of that name in another namespace. */
export const appNotes = app.table('notes', { id: integer('Id'), owner: text() }, (t) => [
  pgPolicy('read', { for: 'select', using: sql`${t.id} > 0` }),
]);
export const enabled = pgTable('enabled', { id: integer() }).enableRLS();
export const open = pgTable('open', { id: integer() });
