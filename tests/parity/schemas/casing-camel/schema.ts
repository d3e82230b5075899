import { index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';

/** The other way around. */
export const accounts = pgTable(
  'accounts',
  { account_id: integer(), e_mail_address: text().unique(), named: text('kept_name'), URL_path: text() },
  (t) => [
    primaryKey({ columns: [t.account_id, t.named] }),
    unique().on(t.URL_path, t.named),
    index().on(t.e_mail_address),
  ],
);
