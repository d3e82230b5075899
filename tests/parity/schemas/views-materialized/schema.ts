import { eq, sql } from 'drizzle-orm';
import { integer, pgMaterializedView, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';

export const app = pgSchema('app');
export const rows = pgTable('rows', { id: integer().primaryKey(), b: text() });

export const plain = pgMaterializedView('plain').as((query) => query.select().from(rows));
export const byHand = app
  .materializedView('by_hand', { id: integer(), n: integer() })
  .as(sql`select id, count(*)::integer as n from rows group by id`);
export const heap = pgMaterializedView('heap')
  .using('heap')
  .as((query) => query.select({ id: rows.id }).from(rows).where(eq(rows.b, 'x')));
export const empty = pgMaterializedView('empty')
  .withNoData()
  .as((query) => query.select().from(rows));
export const placed = pgMaterializedView('placed')
  .tablespace('pg_default')
  .as((query) => query.select().from(rows));
export const stored = pgMaterializedView('stored')
  .with({
    fillfactor: 70,
    toastTupleTarget: 256,
    parallelWorkers: 2,
    autovacuumEnabled: false,
    vacuumIndexCleanup: 'auto',
    vacuumTruncate: true,
    autovacuumVacuumThreshold: 100,
    autovacuumVacuumScaleFactor: 0.5,
    autovacuumVacuumCostDelay: 10,
    autovacuumVacuumCostLimit: 200,
    autovacuumFreezeMinAge: 1000,
    autovacuumFreezeMaxAge: 200000,
    autovacuumFreezeTableAge: 3000,
    autovacuumMultixactFreezeMinAge: 1000,
    autovacuumMultixactFreezeMaxAge: 20000,
    autovacuumMultixactFreezeTableAge: 3000,
    logAutovacuumMinDuration: 5,
    userCatalogTable: true,
  })
  .as((query) => query.select().from(rows));
