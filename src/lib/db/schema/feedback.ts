import { sql } from 'drizzle-orm';
import { check, foreignKey, index, smallint, text } from 'drizzle-orm/pg-core';
import { createdAt, id } from './columns.ts';
import { auth } from './namespace.ts';
import { users } from './users.ts';

/** What people say about the product. It outlives the account of whoever said it. */
export const feedback = auth.table(
  'feedback',
  {
    id: id(),
    userId: text('user_id'),
    message: text('message').notNull(),
    rating: smallint('rating'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({ name: 'feedback_user_id_fkey', columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      'set null',
    ),
    check('feedback_message_check', sql`length(${t.message}) between 1 and 10000`),
    check('feedback_rating_check', sql`${t.rating} between 1 and 5`),
    index('feedback_user_id_idx').on(t.userId),
    index('feedback_created_at_idx').on(t.createdAt),
  ],
);

/** A row of `auth.feedback` as it is read. */
export type Feedback = typeof feedback.$inferSelect;
/** A row of `auth.feedback` as it is inserted. */
export type NewFeedback = typeof feedback.$inferInsert;
