import { text } from 'drizzle-orm/pg-core';
import { createdAt, id } from './columns.ts';
import { auth } from './namespace.ts';

/** Groups of people who share something: a customer, a company, a workspace. */
export const organizations = auth.table('organizations', {
  id: id(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique('organizations_slug_key'),
  logo: text('logo'),
  metadata: text('metadata'),
  createdAt: createdAt(),
});

/** A row of `auth.organizations` as it is read. */
export type Organization = typeof organizations.$inferSelect;
/** A row of `auth.organizations` as it is inserted. */
export type NewOrganization = typeof organizations.$inferInsert;
