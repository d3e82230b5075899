import { gunzipSync, gzipSync } from 'node:zlib';
import type { Client } from 'pg';
import { address } from '../catalog/object.ts';
import type { CatalogObject, Fact } from '../catalog/object.ts';
import { readCatalog } from '../catalog/read.ts';
import { inSnapshot, withSession } from '../catalog/session.ts';
import { BOOKKEEPING, ignoring } from '../parity/databases/ignored.ts';
import { pairObjects, sameFact } from '../parity/databases/pairs.ts';
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
      session,
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

/** A reading in the form in which it is kept: at a thousand tables a few hundred kilobytes. */
export function packFacts(objects: readonly CatalogObject[]): Buffer {
  return gzipSync(JSON.stringify(objects));
}

export function unpackFacts(packed: Buffer): readonly CatalogObject[] {
  return JSON.parse(gunzipSync(packed).toString('utf8')) as readonly CatalogObject[];
}
