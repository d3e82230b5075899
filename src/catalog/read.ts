import type { ClientBase } from 'pg';
import { queryAll } from './batch.ts';
import { FAMILIES } from './families.ts';
import { factNames, familyQuery } from './family.ts';
import type { Family } from './family.ts';
import type { CatalogObject, Fact } from './object.ts';

/** What to read. */
export interface ReadOptions {
  /** The server's major version. */
  readonly version: number;
  /** The namespaces; all that people made unless given. */
  readonly schemas?: readonly string[];
  /** Whether to read what is beyond Drizzle as well. */
  readonly beyond: boolean;
}

/** All objects of the namespaces with their facts, in one round trip. The session must have its printing pinned. */
export async function readCatalog(
  client: ClientBase,
  options: ReadOptions,
): Promise<readonly CatalogObject[]> {
  const families = FAMILIES.filter((family) => options.beyond || isOfTheVerdict(family));
  return (await readFamilies(client, families, options)).flat();
}

/** The same for some kinds of objects, each by itself. */
export async function readFamilies(
  client: ClientBase,
  families: readonly Family[],
  { version, schemas, beyond }: ReadOptions,
): Promise<readonly (readonly CatalogObject[])[]> {
  const answers = await queryAll(
    client,
    families.map((family) => ({ text: familyQuery(family, { version, beyond }), values: [schemas ?? null] })),
  );
  return families.map((family, index) =>
    objectsOf(family, factNames(family, beyond), answers[index]?.rows ?? []),
  );
}

/** What Drizzle cannot declare is listed by the verdict where it lives in one of the namespaces that are judged. */
function isOfTheVerdict({ beyond, detail, identity }: Family): boolean {
  return beyond !== true || (detail !== true && identity.schema !== null);
}

function objectsOf(
  { kind }: Family,
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
): readonly CatalogObject[] {
  return rows.map((row) => {
    const facts: Record<string, Fact> = {};
    // One by one: making pairs of names and values first takes longer than all the rest of the reading.
    names.forEach((fact, index) => {
      facts[fact] = row[index + 3] as Fact;
    });
    const [schema, parent, name] = row as readonly [string | null, string | null, string];
    return { kind, schema, parent, name, facts };
  });
}
