import { catalogFingerprint } from '../catalog/fingerprint.ts';
import { withSession } from '../catalog/session.ts';
import type { Connection } from '../catalog/session.ts';
import { acceptDifferences } from './accept.ts';
import type { AcceptedEntry } from './accept.ts';
import { look } from './compare/look.ts';
import { verdictOf } from './compare/verdict.ts';
import { outlineOf } from './declared/outline.ts';
import { readDeclared } from './declared/read.ts';
import { homeOf } from './home.ts';
import { judgedOf } from './judged.ts';
import { placeOf } from './place.ts';
import type { Verdict } from './verdict.ts';

/** What is to be compared. */
export interface CheckOptions {
  /** A module or object of Drizzle objects, or a list of them. */
  readonly schema: unknown;
  /** A URL, settings, a pg.Pool, or a pg.Client, which may be in the middle of a transaction. */
  readonly connection: string | Connection;
  /** The namespaces to judge; by default those that the declarations use. */
  readonly schemas?: readonly string[];
  /** How Drizzle is told to turn keys into names, where it is told. */
  readonly casing?: 'snake_case' | 'camelCase';
  /** Objects to leave out on both sides: `schema.table` or `schema.table.part`, with `*` for any text. */
  readonly ignore?: readonly string[];
  /** Differences that were looked at and are kept. */
  readonly accepted?: readonly AcceptedEntry[];
}

/** How often a database is looked at, at most, that is changed meanwhile. */
const LOOKS = 5;

/** Says whether a database and a Drizzle schema agree. Changes nothing; fails only where it could not look. */
export async function checkParity({
  schema,
  connection,
  schemas,
  casing,
  ignore = [],
  accepted = [],
}: CheckOptions): Promise<Verdict> {
  const place = placeOf(connection, 'connection');
  const outline = outlineOf(schema);
  const verdict = await withSession(place, async (session) => {
    const home = await homeOf(session, outline.bare);
    for (let looks = 1; ; looks += 1) {
      const before = await catalogFingerprint(session.client);
      const sight = await look(session, {
        likely: schemas ?? [...new Set([...outline.schemas, ...(outline.bare.length === 0 ? [] : [home])])],
        declare: () => judgedOf(readDeclared({ schema, casing, defaultSchema: home }), schemas),
        ignore,
      });
      const verdict = verdictOf(sight, { version: session.version, roundTrips: session.roundTrips() });
      // Postgres prints expressions as they are by now, beside rows of what they were when the snapshot was taken.
      const isSteady = verdict.agrees || (await catalogFingerprint(session.client)) === before;
      if (isSteady || looks === LOOKS) return verdict;
    }
  });
  return acceptDifferences(verdict, accepted);
}
