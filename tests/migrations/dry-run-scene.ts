import { plan } from '../../src/migrations/index.ts';
import type { MigrationPlan, PlanOptions } from '../../src/migrations/index.ts';
import { statements } from './project.ts';
import type { Scene } from './scene.ts';

/** A table with rows that the planner knows of. */
export const BASE = statements(
  [
    'create table people (id int generated always as identity primary key, name text not null)',
    `insert into people (name) values ('Ann'), ('Bob')`,
    'analyze people',
  ],
  ['drop table people'],
);

/** Tries what is pending, or the way back. */
export const tryOut = async (
  here: Scene,
  options: Omit<PlanOptions, 'config' | 'connection'> = {},
): Promise<MigrationPlan> =>
  await plan({ config: here.migrations.config, connection: here.database.settings, ...options });
