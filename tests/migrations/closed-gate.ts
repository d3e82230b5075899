import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './scene.ts';

/**
 * A statement that ends when the test opens the gate: what happens meanwhile may take as long as it takes. It needs the
 * gate to be there.
 */
export const WAIT_AT_GATE =
  'do $$ begin while exists (select from gate) loop perform pg_sleep(0.02); end loop; end $$';

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep' limit 1`;

/** Makes the gate, closed. */
export async function closeGate({ client }: Pick<Scene, 'client'>): Promise<void> {
  await client.query('create table gate (); insert into gate default values');
}

/** Returns as soon as a migration waits at the gate. */
export async function somebodyAtGate({ client }: Pick<Scene, 'client'>): Promise<void> {
  while ((await client.query(WAITING)).rowCount === 0) await sleep(10);
}

export async function openGate({ client }: Pick<Scene, 'client'>): Promise<void> {
  await client.query('delete from gate');
}
