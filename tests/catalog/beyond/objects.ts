import type { Client } from 'pg';
import { address } from '../../../src/catalog/object.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { readCatalog } from '../../../src/catalog/read.ts';
import { inSnapshot, withSession } from '../../../src/catalog/session.ts';

/** All objects of a database with all their facts, as printed: `kind address: fact`, and a line for each object. */
export type Objects = ReadonlyMap<string, string>;

const THERE = 'there';

/** Reads them, also in the middle of a transaction. */
export async function readObjects(client: Client): Promise<Objects> {
  const objects = await withSession(
    client,
    async (session) =>
      await inSnapshot(
        session,
        async () => await readCatalog(session.client, { version: session.version, beyond: true }),
      ),
  );
  const lines = new Map<string, string>();
  for (const object of objects.filter(isOfTest)) {
    const name = nameOf(object);
    if (lines.has(name)) throw new Error(`two objects are called ${name}`);
    lines.set(name, THERE);
    for (const [fact, value] of Object.entries(object.facts))
      lines.set(`${name}: ${fact}`, JSON.stringify(value));
  }
  return lines;
}

/** The objects that came or went, and the facts of the others that changed. */
export function changes(from: Objects, to: Objects): readonly string[] {
  const differing = [...new Set([...from.keys(), ...to.keys()])].filter(
    (key) => from.get(key) !== to.get(key),
  );
  const whole = differing.filter((key) => from.get(key) === THERE || to.get(key) === THERE);
  return differing
    .filter((key) => whole.includes(key) || !whole.some((object) => key.startsWith(`${object}: `)))
    .sort();
}

/** Roles belong to the server, where other tests make and change theirs at the same time. */
function isOfTest({ kind, name }: CatalogObject): boolean {
  return kind !== 'role' || name.startsWith('keelson_families');
}

function nameOf(object: CatalogObject): string {
  return `${object.kind} ${address(object)}`;
}
