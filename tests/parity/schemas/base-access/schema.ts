import { sql } from 'drizzle-orm';
import { integer, pgPolicy, pgRole, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');
export const reader = pgRole('keelson_corpus_reader');
export const writer = pgRole('keelson_corpus_writer', { createDb: true, createRole: false, inherit: false });

/** Roles, row level security and policies. */
export const notes = app.table(
  'notes',
  { id: integer().primaryKey(), owner: text(), size: integer() },
  (t) => [
    pgPolicy('notes_read', { for: 'select', to: reader, using: sql`${t.owner} = current_user` }),
    pgPolicy('notes_add', { for: 'insert', to: [reader, writer], withCheck: sql`${t.size} > 0` }),
    pgPolicy('notes_change', { for: 'update', using: sql`${t.size} < 10`, withCheck: sql`${t.size} < 20` }),
    pgPolicy('notes_all', { as: 'restrictive', using: sql`${t.id} in (select note from app.shares)` }),
  ],
);
export const shares = app.table('shares', { note: integer(), person: text() });
export const closed = pgTable('closed', { id: integer() }).enableRLS();
export const open = pgTable('open', { id: integer() });
export const linked = pgPolicy('linked', { for: 'delete', to: 'public', using: sql`true` }).link(closed);
