/** What a schema's file begins with. */
const IMPORTS = `
import { sql } from 'drizzle-orm';
import {
  boolean, check, index, integer, jsonb, pgEnum, pgPolicy, pgTable, pgView, serial, text, timestamp, uniqueIndex, uuid,
} from 'drizzle-orm/pg-core';
`;

/** One step of a project's: a schema for drizzle-kit to find out about, or statements of one's own. */
export type Step =
  | { readonly name: string; readonly schema: string }
  | { readonly name: string; readonly custom: string; readonly schema: string };

const mood = (...labels: readonly string[]): string =>
  `export const mood = pgEnum('mood', [${labels.map((label) => `'${label}'`).join(', ')}]);\n`;

const users = (name: string, more = '', extra = ''): string => `
export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  ${name}: text('${name}').notNull(),
  mood: mood('mood').default('ok'),
  data: jsonb('data').default({ 'a?b': 'x' }),
  madeAt: timestamp('made_at', { withTimezone: true }).defaultNow(),
  ${more}
}, (t) => [${extra}]);
`;

const posts = (more = '', extra = ''): string => `
export const posts = pgTable('posts', {
  id: uuid('id').primaryKey().defaultRandom(),
  author: integer('author').notNull().references(() => users.id, { onDelete: 'cascade' }),
  title: text('title').notNull(),
  ${more}
}, (t) => [index('posts_title').on(t.title), check('title_said', sql\`length(\${t.title}) > 0\`), ${extra}]);
`;

const view = (name: string): string => `
export const glad = pgView('glad').as((qb) => qb.select({ id: users.id, name: users.${name} }).from(users).where(sql\`mood = 'ok'\`));
`;

const own = `pgPolicy('own', { for: 'select', to: 'public', using: sql\`true\` })`;

/** What a project has done in the course of time, with drizzle-kit generate and by hand. */
export const STEPS: readonly Step[] = [
  { name: 'begin', schema: mood('sad', 'ok') + users('name') },
  { name: 'posts', schema: mood('sad', 'ok') + users('name') + posts() },
  { name: 'mood', schema: mood('sad', 'ok', 'glad') + users('name') + posts() },
  {
    name: 'rename the name',
    // What drizzle-kit would ask about is written by hand.
    custom: `-- the name is a full one
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";--> statement-breakpoint
UPDATE "users" SET "full_name" = trim("full_name") WHERE "data" ? 'a?b';
`,
    schema: mood('sad', 'ok', 'glad') + users('full_name') + posts(),
  },
  {
    name: 'view',
    schema: mood('sad', 'ok', 'glad') + users('full_name') + posts('', own) + view('full_name'),
  },
  {
    name: 'old',
    schema:
      mood('sad', 'ok', 'glad') +
      users('full_name', `email: text('email'),`, `uniqueIndex('users_email').on(t.email)`) +
      posts(`draft: boolean('draft').default(true),`, own) +
      view('full_name'),
  },
  {
    name: 'data',
    custom: `CREATE TABLE "settings" ("key" text PRIMARY KEY, "value" text);
INSERT INTO "settings" VALUES ('a;b', 'x'), ('c', E'\\\\d?');
--> statement-breakpoint
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.made_at := now(); -- it's now; is it?
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER touched BEFORE UPDATE ON "users" FOR EACH ROW EXECUTE FUNCTION touch();
`,
    schema: '',
  },
  {
    name: 'gone',
    schema:
      mood('sad', 'ok', 'glad') +
      users('full_name', `email: text('email'),`, `uniqueIndex('users_email').on(t.email)`) +
      posts('', own) +
      view('full_name'),
  },
];

/** What the code says of the table that is made by hand. */
export const BY_HAND = `
export const settings = pgTable('settings', { key: text('key').primaryKey(), value: text('value') });
`;

/** The file of a schema. */
export function schemaFile(schema: string): string {
  return IMPORTS + schema;
}
