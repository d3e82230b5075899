import { gunzipSync, gzipSync } from 'node:zlib';
import type { Client } from 'pg';
import { address } from '../catalog/object.ts';
import type { CatalogObject, Fact } from '../catalog/object.ts';
import { readCatalog } from '../catalog/read.ts';
import { inSnapshot, withSession } from '../catalog/session.ts';
import { BOOKKEEPING, ignoring } from '../parity/databases/ignored.ts';
import { FAMILIES } from '../catalog/families.ts';
import { questionOf } from '../parity/databases/facts.ts';
import { pairObjects, sameFact } from '../parity/databases/pairs.ts';
import type { Pair } from '../parity/databases/pairs.ts';
import { settle } from '../parity/databases/settle.ts';
import type { Question } from '../parity/databases/settle.ts';
import type { HistoryTable } from './history.ts';

/** One fact of a database that is not what it was. */
export interface ChangedFact {
  readonly kind: string;
  readonly object: string;
  /** Undefined where the object as a whole came or went. */
  readonly fact: string | undefined;
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
}

/**
 * How long a reading waits at least for what another transaction has locked, in milliseconds: what a migration's
 * statements may wait is short since others queue behind them, and nobody queues behind a look.
 */
const PATIENCE = 10_000;

/** All that is true of a database, but for the records of migrations. */
export async function readFacts(
  client: Client,
  { schema, name }: HistoryTable,
): Promise<readonly CatalogObject[]> {
  const own = ignoring([
    ...BOOKKEEPING,
    ...['', '_lock'].flatMap((suffix) => [
      { schema, name: `${name}${suffix}` },
      { schema, parent: `${name}${suffix}` },
    ]),
    { schema, name: `${name}_id_seq` },
    { schema, name: `${name}_lock_index_seq` },
  ]);
  const all = await withSession(client, async (session) =>
    inSnapshot(
      // In the middle of a transaction others may well wait, for what that one has locked.
      session.isNested ? session : { ...session, patience: Math.max(session.patience, PATIENCE) },
      async () => await readCatalog(session.client, { version: session.version, beyond: true }),
    ),
  );
  return all.filter((object) => !own.ignores(object));
}

/** What differs between two readings of one database. */
export function changedFacts(
  before: readonly CatalogObject[],
  after: readonly CatalogObject[],
): readonly ChangedFact[] {
  const { both, missing, unexpected } = pairObjects(before, after);
  const place = ({ kind, ...rest }: CatalogObject) => ({ kind, object: address({ kind, ...rest }) });
  return [
    ...missing.map((one) => ({ ...place(one), fact: undefined, before: 'there', after: undefined })),
    ...unexpected.map((one) => ({ ...place(one), fact: undefined, before: undefined, after: 'there' })),
    ...both.flatMap(({ expected, actual }) =>
      Object.keys(expected.facts).flatMap((fact) =>
        sameFact(expected.facts[fact], actual.facts[fact])
          ? []
          : [{ ...place(expected), fact, before: expected.facts[fact], after: actual.facts[fact] }],
      ),
    ),
  ];
}

/**
 * The same, where Postgres has the last word on texts that it prints otherwise: `status in ('a', 'b')` is printed in another
 * way each time that it was read from what had been printed before.
 */
export async function reallyChangedFacts(
  client: Client,
  before: readonly CatalogObject[],
  after: readonly CatalogObject[],
): Promise<readonly ChangedFact[]> {
  const found = changedFacts(before, after);
  if (found.length === 0) return found;
  const pairs = new Map(pairObjects(before, after).both.map((pair) => [placeOf(pair.expected), pair]));
  const open = found.flatMap((one) => {
    const pair = pairs.get(placeOf(one));
    const question = pair === undefined ? undefined : asText(one, pair);
    return question === undefined ? [] : [{ one, question }];
  });
  if (open.length === 0) return found;
  const answers = await withSession(client, async (session) =>
    settle(
      open.map(({ question }) => question),
      [session],
    ),
  );
  const same = new Set(open.filter((_, index) => answers[index] === 'same').map(({ one }) => one));
  return found.filter((one) => !same.has(one));
}

/** One key for what a changed fact is about. */
function placeOf(one: CatalogObject | ChangedFact): string {
  return `${one.kind}\0${'object' in one ? one.object : address(one)}`;
}

const TEXTS = new Set(
  FAMILIES.flatMap(({ kind, facts }) =>
    Object.entries(facts).flatMap(([fact, { expression }]) => (expression === true ? `${kind}.${fact}` : [])),
  ),
);

function asText({ kind, fact, before, after }: ChangedFact, pair: Pair): Question | undefined {
  if (fact === undefined || before === undefined || after === undefined || !TEXTS.has(`${kind}.${fact}`))
    return undefined;
  return questionOf(pair, { attribute: fact, expected: before, actual: after });
}

/** A reading in the form in which it is kept: at a thousand tables a few hundred kilobytes. */
export function packFacts(objects: readonly CatalogObject[]): Buffer {
  return gzipSync(JSON.stringify(objects));
}

export function unpackFacts(packed: Buffer): readonly CatalogObject[] {
  return JSON.parse(gunzipSync(packed).toString('utf8')) as readonly CatalogObject[];
}
