import { FAMILIES } from '../../catalog/families.ts';
import type { Family } from '../../catalog/family.ts';
import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { readFamilies } from '../../catalog/read.ts';
import type { Session } from '../../catalog/session.ts';
import { Problem } from '../../problem.ts';
import { countsAsUndeclared, ignoring, isUnmanaged } from '../compare/scope.ts';
import { listed } from '../fix/grouped.ts';
import { textsFact } from '../render/facts.ts';

/** What lives in a database, sorted by whether a schema can say it. */
export interface Live {
  /** The namespaces that are told of. */
  readonly schemas: readonly string[];
  /** Tables, enums, sequences and views, the namespaces' own order kept, with all that belongs to them. */
  readonly objects: readonly CatalogObject[];
  /** Those of them that are declarations of their own. */
  readonly wholes: readonly CatalogObject[];
  /** Roles that policies name. */
  readonly roles: readonly CatalogObject[];
  /** Tables elsewhere that foreign keys lead to, with the columns that they lead to. */
  readonly elsewhere: readonly CatalogObject[];
  /** What Drizzle cannot declare at all. */
  readonly others: readonly CatalogObject[];
}

/** What Keelson keeps for itself. */
const OWN = new Set(['keelson', 'keelson_kept']);
const WHOLES = new Set(['enum', 'sequence', 'table', 'view', 'materialized view']);
const VIEWS = new Set(['view', 'materialized view']);

const DECLARABLE = FAMILIES.filter(({ beyond }) => beyond !== true);
const OTHERS = FAMILIES.filter(
  ({ beyond, detail, identity }) => beyond === true && detail !== true && identity.schema !== null,
);

/** Reads all that lives in some namespaces; in all that people made unless they are named. */
export async function readLive(session: Session, asked: readonly string[] | undefined): Promise<Live> {
  const read = reader(session);
  // What is beyond Drizzle is read of what it can declare: a comment is said, if not to the database.
  const known = [...(await read(DECLARABLE, asked, true)), ...(await read(OTHERS, asked, false))];
  if (asked !== undefined) requireAll(asked, known);
  const { ignores } = ignoring([]);
  const all = known.filter(
    (one) => !ignores(one) && (asked !== undefined || !OWN.has(one.schema ?? one.name)),
  );
  const wholes = all.filter((one) => WHOLES.has(one.kind) && countsAsUndeclared(one));
  const named = new Set(wholes.map(({ schema, name }) => keyOf(schema, name)));
  const objects = [
    ...wholes,
    ...all.filter(({ parent, schema }) => parent !== null && named.has(keyOf(schema, parent))),
  ].filter(({ kind }) => kind !== 'role' && kind !== 'schema');
  const partitions = new Set(
    all
      .filter(({ facts }) => (facts.partitionOf ?? null) !== null)
      .map(({ schema, name }) => keyOf(schema, name)),
  );
  // A trigger or the like that a partition has is its table's affair.
  const others = all.filter(
    (one) =>
      isUnmanaged(one) && one.facts.inherited !== true && !partitions.has(keyOf(one.schema, one.parent)),
  );
  const used = new Set([...wholes, ...others].map(({ schema }) => schema));
  const roles = new Set(
    objects.filter(({ kind }) => kind === 'policy').flatMap((policy) => textsFact(policy, 'roles')),
  );
  return {
    schemas: asked ?? all.flatMap(({ kind, name }) => (kind === 'schema' && used.has(name) ? name : [])),
    objects: objects.filter((one) => !isUnmanaged(one)),
    wholes,
    roles: known.filter(({ kind, name }) => kind === 'role' && roles.has(name)),
    elsewhere: await readElsewhere(objects, wholes, async (schemas) =>
      read(
        DECLARABLE.filter(({ kind }) => kind === 'table' || kind === 'column'),
        schemas,
        false,
      ),
    ),
    others,
  };
}

function reader({ client, version }: Session) {
  return async (families: readonly Family[], schemas: readonly string[] | undefined, beyond: boolean) =>
    (
      await readFamilies(client, families, { version, beyond, ...(schemas !== undefined && { schemas }) })
    ).flat();
}

async function readElsewhere(
  objects: readonly CatalogObject[],
  wholes: readonly CatalogObject[],
  read: (schemas: readonly string[]) => Promise<readonly CatalogObject[]>,
): Promise<readonly CatalogObject[]> {
  const tables = new Set(
    wholes.filter(({ kind }) => kind === 'table').map(({ schema, name }) => keyOf(schema, name)),
  );
  // A key to a partitioned table leads to its partitions as well, which is that table's affair.
  const keys = objects.filter(
    (one) =>
      one.kind === 'foreign key' &&
      one.facts.inherited !== true &&
      !tables.has(keyOf(...textsFact(one, 'references'))),
  );
  if (keys.length === 0) return [];
  const columns = listed(
    keys.flatMap((key) =>
      textsFact(key, 'referencedColumns').map((name) => ({
        name,
        table: keyOf(...textsFact(key, 'references')),
      })),
    ),
    ({ table }) => table,
  );
  const found = await read([...new Set(keys.map((key) => textsFact(key, 'references')[0] ?? ''))].sort());
  const wanted = found.filter(({ kind, schema, parent, name }) =>
    kind === 'table'
      ? columns.has(keyOf(schema, name))
      : columns.get(keyOf(schema, parent))?.some((one) => one.name === name),
  );
  return [...new Map(wanted.map((one) => [identityKey(one), one])).values()];
}

function requireAll(asked: readonly string[], known: readonly CatalogObject[]): void {
  const there = new Set(known.filter(({ kind }) => kind === 'schema').map(({ name }) => name));
  const unknown = asked.filter((schema) => !there.has(schema));
  if (unknown.length === 0) return;
  throw new Problem({
    code: 'parity/no-such-schema',
    what: `the database has no namespace ${unknown.join(', ')}`,
    fix: 'name namespaces that it has, or none for all',
  });
}

/** Whether it is a view of either kind. */
export function isView({ kind }: CatalogObject): boolean {
  return VIEWS.has(kind);
}
