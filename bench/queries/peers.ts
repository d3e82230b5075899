import type { Peer } from './asked.ts';
import { byHand } from './by-hand.ts';
import { knex, kysely, postgresJs } from './others.ts';
import { REFUSED } from './refused.ts';
import { TOGETHER } from './together.ts';
import { TRANSACTORS } from './transactions.ts';
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

/** Questions that are asked in ways of their own. */
export const OTHERS = { transaction: TRANSACTORS, together: TOGETHER, refused: REFUSED } as const;

type Open = (url: string) => { readonly ask: object; readonly end: () => Promise<void> };

/** Who asks a question. */
export function peersOf(question: string): Readonly<Record<string, Open>> {
  return question in OTHERS ? OTHERS[question as keyof typeof OTHERS] : PEERS;
}
