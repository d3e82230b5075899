import type { Peer } from './asked.ts';
import { byHand } from './by-hand.ts';
import { knex, kysely, postgresJs } from './others.ts';
import { ours, plainDrizzle, preparedDrizzle } from './ours.ts';

/** Who asks, the one that the others are measured by first. */
export const PEERS: Readonly<Record<string, (url: string) => Peer>> = {
  'pg, named': (url) => byHand(url, true),
  pg: (url) => byHand(url, false),
  'keelson, hot': (url) => ours(url, true),
  'keelson, natural': (url) => ours(url, false),
  'drizzle, prepared': preparedDrizzle,
  drizzle: plainDrizzle,
  kysely,
  knex,
  'postgres.js': postgresJs,
};
