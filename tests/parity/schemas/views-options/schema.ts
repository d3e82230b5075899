import { sql } from 'drizzle-orm';
import { integer, pgTable, pgView } from 'drizzle-orm/pg-core';

export const rows = pgTable('rows', { a: integer() });
const query = sql`select a from rows where a > 0`;

export const local = pgView('local', { a: integer() }).with({ checkOption: 'local' }).as(query);
export const cascaded = pgView('cascaded', { a: integer() }).with({ checkOption: 'cascaded' }).as(query);
export const barrier = pgView('barrier', { a: integer() }).with({ securityBarrier: true }).as(query);
export const invoker = pgView('invoker', { a: integer() }).with({ securityInvoker: true }).as(query);
export const off = pgView('off', { a: integer() })
  .with({ securityBarrier: false, securityInvoker: false })
  .as(query);
export const all = pgView('all', { a: integer() })
  .with({ checkOption: 'local', securityBarrier: true, securityInvoker: true })
  .as(query);
