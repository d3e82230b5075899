/** One attribute of a kind of object: the SQL that says it, and the catalogue's columns that it was made from. */
export interface FactSource {
  /** An SQL expression over the family's FROM. Text where it can be: `"char"` and `name` are cast. */
  readonly sql: string;
  /** Columns of the family's catalogues that this fact makes known, as `pg_attribute.attstorage`. */
  readonly of: readonly string[];
  /** The first major version that has those columns. Before it the fact is `before`. */
  readonly since?: 16 | 17 | 18;
  /** What is true on versions that do not have those columns, as SQL; `null` unless given. */
  readonly before?: string;
  /** Whether it is the text of an expression that Postgres printed, so that two texts may mean the same. */
  readonly expression?: true;
  /**
   * Whether it is beyond what a Drizzle schema declares or relies on. The verdict does not read it; the comparison
   * of two databases does.
   */
  readonly beyond?: true;
}

/** A kind of object: where the catalogue holds it, how it is identified, and all that is true of it. */
export interface Family {
  readonly kind: string;
  /** FROM and its joins, without the word FROM. Aliases are the family's own. */
  readonly from: string;
  /** Which rows are such objects; namespaces, extensions' objects and the system's own are filtered by `in`. */
  readonly where?: string;
  /** What the filters need to know of a row. */
  readonly in: {
    /** The row's namespace, an oid; null for objects that live in none. */
    readonly namespace: string | null;
    /** The catalogue and oid under which an extension would own it. */
    readonly member?: { readonly catalog: string; readonly oid: string };
  };
  readonly identity: {
    /** SQL for the namespace's name; null where there is none. */
    readonly schema: string | null;
    readonly parent: string | null;
    readonly name: string;
    /** Columns that the identity makes known. */
    readonly of: readonly string[];
  };
  readonly facts: Readonly<Record<string, FactSource>>;
  /** Whether Drizzle cannot declare the kind at all: the verdict lists such objects as unmanaged. */
  readonly beyond?: true;
  /** Whether another kind says all of it that the verdict needs, so that it is read with the beyond only. */
  readonly detail?: true;
  /** Columns of its catalogues that are no fact of the object, each with the reason. */
  readonly left: Readonly<Record<string, string>>;
}

/** The first oid that no object has which comes with Postgres. */
export const FIRST_OID = 16384;

/** Namespaces that people made, or the given ones. `$1` is a text[] of names, or null for all. */
const NAMESPACES = `(
  SELECT oid FROM pg_namespace
  WHERE nspname <> 'information_schema' AND nspname !~ '^pg_' AND ($1::text[] IS NULL OR nspname = ANY ($1))
)`;

/** The query that reads a family's objects on one major version. */
export function familyQuery(
  family: Family,
  { version, beyond }: { version: number; beyond: boolean },
): string {
  const { identity } = family;
  const facts = factNames(family, beyond).map((name) => {
    const { sql, since, before } = family.facts[name] ?? { sql: 'NULL' };
    return since === undefined || version >= since ? sql : (before ?? 'NULL');
  });
  const filters = [
    inNamespaces(family, beyond),
    family.in.member === undefined ? undefined : notOfExtension(family.in.member),
    family.where === undefined ? undefined : `(${family.where})`,
    // Every query takes the parameter, so that all can be sent alike.
    family.in.namespace === null ? '($1::text[] IS NULL OR true)' : undefined,
  ].filter((filter) => filter !== undefined);
  // As text, so that no index has that order: to save the sort, joins are at times made the slowest way.
  const names = [identity.schema, identity.parent, identity.name].map((name) => `(${name ?? 'NULL'})::text`);
  return `SELECT ${[...names, ...facts].join(',\n  ')}
FROM ${family.from}
WHERE ${filters.join('\n  AND ')}
ORDER BY 1, 2, 3`;
}

/** The facts that are read, in the order of the query's columns. */
export function factNames(family: Family, beyond: boolean): readonly string[] {
  return Object.keys(family.facts).filter(
    (name) => beyond || (family.beyond !== true && family.facts[name]?.beyond !== true),
  );
}

/** Those that come with Postgres hold what people made as well, where all is read: functions and types, above all. */
function inNamespaces({ in: { namespace, member } }: Family, beyond: boolean): string | undefined {
  if (namespace === null) return undefined;
  // Said like this it is looked up row by row: as a join, it is at times made last, over all that there is.
  const people = `(${namespace} IN ${NAMESPACES}) IS TRUE`;
  if (!beyond || member === undefined) return people;
  return `(${people} OR $1::text[] IS NULL AND ${member.oid} >= ${FIRST_OID}
    AND ${namespace} IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema')))`;
}

/** SQL for whether no extension owns an object. */
export function notOfExtension({ catalog, oid }: { readonly catalog: string; readonly oid: string }): string {
  // By what they refer to: pg_depend has an index for that.
  return `${oid} NOT IN (SELECT objid FROM pg_depend
    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND classid = '${catalog}'::regclass)`;
}
