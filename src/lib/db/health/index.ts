export { health } from './health.ts';
export type { Health, HealthOptions } from './health.ts';
export type { AppliedMigrations } from './migrations.ts';
export type { ReplicaLag } from './replica.ts';
