import { keyOf } from '../../catalog/object.ts';
import type { Session } from '../../catalog/session.ts';
import { namesIn } from './case.ts';
import type { Case } from './case.ts';
import { runBatch } from '../../catalog/batch.ts';
import { noTwins } from './no-twins.ts';
import { applicationPath, EMPTY_PATH, setPath } from './search-path.ts';

/*
 * What a plan may hide. A function that people made may be written out or computed in advance, so that its name is
 * gone; the server's own and those of extensions mean tomorrow what they mean today.
 */
const HIDING = `NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend d
      WHERE d.deptype = 'e' AND d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid
    ) AND p.provolatile = 'i'
    OR p.prolang = (SELECT oid FROM pg_catalog.pg_language WHERE lanname = 'sql')`;

/**
 * Functions by these names that are not the server's own, and whether a plan may show another call by the same name:
 * with arguments that were left out, or of the one that it is written in terms of.
 */
const FUNCTIONS = `
SELECT p.proname::text, bool_or(p.pronargdefaults > 0 AND own.is)
  OR count(*) > 1 AND bool_or(p.prolang = (SELECT oid FROM pg_catalog.pg_language WHERE lanname = 'sql') AND own.is)
FROM pg_catalog.pg_proc p
CROSS JOIN LATERAL (SELECT p.pronamespace <> 'pg_catalog'::regnamespace AS is) AS own
WHERE p.proname = ANY ($1::text[])
GROUP BY 1 HAVING bool_or(own.is) ORDER BY 1`;

const OPERATORS = `
SELECT DISTINCT o.oprname::text
FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
WHERE o.oprnamespace <> 'pg_catalog'::regnamespace AND p.pronamespace <> 'pg_catalog'::regnamespace AND (${HIDING})
ORDER BY 1`;

const CASTS = `
SELECT EXISTS (
  SELECT FROM pg_catalog.pg_cast k JOIN pg_catalog.pg_proc p ON p.oid = k.castfunc
  WHERE p.pronamespace <> 'pg_catalog'::regnamespace AND (${HIDING})
)`;

/** What the search_path puts before the server's own and has by the same name. The path is set when it is run. */
const SHADOWS = `
WITH path AS (
  SELECT n.oid, u.place, u.name FROM unnest(current_schemas(true)) WITH ORDINALITY AS u(name, place)
  JOIN pg_catalog.pg_namespace n ON n.nspname = u.name
), before AS (
  SELECT oid FROM path WHERE place < (SELECT place FROM path WHERE name = 'pg_catalog')
), named AS (
  SELECT proname AS name, pronamespace AS namespace FROM pg_catalog.pg_proc
  UNION ALL SELECT oprname, oprnamespace FROM pg_catalog.pg_operator
  UNION ALL SELECT typname, typnamespace FROM pg_catalog.pg_type
  UNION ALL SELECT relname, relnamespace FROM pg_catalog.pg_class
)
SELECT DISTINCT name::text FROM named
WHERE EXISTS (SELECT FROM before) AND namespace IN (SELECT oid FROM before)
  AND name IN (SELECT name FROM named WHERE namespace = 'pg_catalog'::regnamespace)
ORDER BY 1`;

/**
 * Of each type: whether a modifier of its own rounds alike whether it is asked for or not (numeric does, varchar
 * cuts off what is too long only when asked), and of a domain that has a modifier the type beneath it.
 */
const TYPES = `
SELECT named.name,
  EXISTS (
    SELECT FROM pg_catalog.pg_cast k JOIN pg_catalog.pg_proc p ON p.oid = k.castfunc
    WHERE k.castsource = named.oid AND k.casttarget = named.oid AND p.pronargs = 2
  ),
  (
    WITH RECURSIVE chain AS (
      SELECT t.oid, t.typtype, t.typbasetype, t.typtypmod FROM pg_catalog.pg_type t WHERE t.oid = named.oid
      UNION ALL
      SELECT b.oid, b.typtype, b.typbasetype, b.typtypmod
      FROM chain JOIN pg_catalog.pg_type b ON b.oid = chain.typbasetype WHERE chain.typtype = 'd'
    )
    SELECT max(format_type(oid, -1)) FILTER (WHERE typtype <> 'd') FROM chain
    HAVING bool_or(typtype = 'd' AND typtypmod >= 0)
  )
FROM (
  SELECT oid, format_type(oid, -1) AS name FROM pg_catalog.pg_type
  WHERE typtype IN ('b', 'd') AND typcategory <> 'A'
) named
WHERE named.name = ANY ($1::text[])
ORDER BY 1`;

const OPCLASSES = `
SELECT n.nspname::text, oc.opcname::text, am.amname::text
FROM pg_catalog.pg_opclass oc
JOIN pg_catalog.pg_am am ON am.oid = oc.opcmethod
JOIN pg_catalog.pg_namespace n ON n.oid = oc.opcnamespace
WHERE am.amname = ANY ($1::text[]) AND oc.opcname = ANY ($2::text[])
ORDER BY 1, 2, 3`;

/** The path is set when it is run. */
const COLLATIONS = `
SELECT n.nspname::text, co.collname::text, pg_collation_is_visible(co.oid), quote_ident(n.nspname) || '.' || quote_ident(co.collname)
FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace n ON n.oid = co.collnamespace
WHERE co.collname = ANY ($1::text[]) AND co.collencoding IN (-1, (SELECT encoding FROM pg_catalog.pg_database WHERE datname = current_database()))
ORDER BY 1, 2`;

/** Tables of which the role may read a column at least. */
const READABLE = `
SELECT n.nspname::text, c.relname::text
FROM unnest($1::text[], $2::text[]) AS u(namespace, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = u.namespace
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = u.name
WHERE has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
ORDER BY 1, 2`;

/** Names of functions that a cast may stand for. */
const CAST_FUNCTIONS = `
SELECT DISTINCT p.proname::text
FROM pg_catalog.pg_cast k JOIN pg_catalog.pg_proc p ON p.oid = k.castfunc
WHERE p.proname = ANY ($1::text[])
ORDER BY 1`;

const VIEWS = `
SELECT DISTINCT relname::text FROM pg_catalog.pg_class
WHERE relkind = 'v' AND relname = ANY ($1::text[])
ORDER BY 1`;

const SERVER = `
SELECT has_database_privilege(current_database(), 'TEMPORARY'), pg_is_in_recovery(),
  quote_ident(current_user), quote_ident(current_database())`;

/** What must be known of the database before texts are compared. Read once for all questions. */
export interface Knowledge {
  /** Functions that are not the server's own. */
  readonly functions: ReadonlySet<string>;
  /** Those of them of which a plan may show another call. */
  readonly changingFunctions: ReadonlySet<string>;
  readonly operators: readonly string[];
  readonly hasHidingCasts: boolean;
  readonly shadowed: readonly string[];
  readonly roundingTypes: ReadonlySet<string>;
  /** The type beneath a domain that has a modifier. */
  readonly beneath: ReadonlyMap<string, string>;
  readonly opclasses: readonly { readonly schema: string; readonly name: string; readonly method: string }[];
  readonly collations: readonly Collation[];
  readonly readable: ReadonlySet<string>;
  readonly views: ReadonlySet<string>;
  /** Functions that a cast may stand for. */
  readonly castFunctions: ReadonlySet<string>;
  /** Why twins cannot be made here; undefined when they can. */
  readonly noTwins: string | undefined;
}

interface Collation {
  readonly schema: string;
  readonly name: string;
  readonly isVisible: boolean;
  readonly printed: string;
}

/** Reads it in one round trip. */
export async function readKnowledge(session: Session, cases: readonly Case[]): Promise<Knowledge> {
  const names = distinct(cases.flatMap((asked) => [...namesIn(asked)]));
  const questions = cases.map(({ question }) => question);
  const relations = questions.flatMap(({ relation }) => (relation === undefined ? [] : [relation]));
  const types = distinct(questions.flatMap(({ type, alsoAs }) => [type ?? [], alsoAs?.type ?? []].flat()));
  const methods = distinct(questions.flatMap(({ access }) => (access === undefined ? [] : [access.method])));
  const { answers, error } = await runBatch(session.client, [
    { text: FUNCTIONS, values: [names] },
    { text: OPERATORS },
    { text: CASTS },
    { text: TYPES, values: [types] },
    { text: OPCLASSES, values: [methods, names] },
    {
      text: READABLE,
      values: [relations.map(({ schema }) => schema), relations.map(({ name }) => name)],
    },
    { text: VIEWS, values: [names] },
    { text: CAST_FUNCTIONS, values: [names] },
    { text: SERVER },
    setPath(applicationPath(session)),
    { text: SHADOWS },
    { text: COLLATIONS, values: [methods.length > 0 ? names : []] },
    setPath(EMPTY_PATH),
  ]);
  if (error !== undefined) throw error;
  const rows = answers.map((answer) => answer.rows);
  const [
    functions,
    operators,
    casts,
    typed,
    opclasses,
    readable,
    views,
    castFunctions,
    server,
    ,
    shadowed,
    collations,
  ] = rows as [
    [string, boolean][],
    [string][],
    [[boolean]],
    [string, boolean, string | null][],
    [string, string, string][],
    [string, string][],
    [string][],
    [string][],
    [[boolean, boolean, string, string]],
    unknown,
    [string][],
    [string, string, boolean, string][],
  ];
  return {
    functions: new Set(functions.map(([name]) => name)),
    changingFunctions: new Set(functions.flatMap(([name, isChanging]) => (isChanging ? [name] : []))),
    operators: operators.map(([name]) => name),
    hasHidingCasts: casts[0][0],
    shadowed: shadowed.map(([name]) => name),
    roundingTypes: new Set(typed.flatMap(([name, isRounding]) => (isRounding ? [name] : []))),
    beneath: new Map(
      typed.flatMap(([name, , beneath]) => (beneath === null ? [] : [[name, beneath] as const])),
    ),
    opclasses: opclasses.map(([schema, name, method]) => ({ schema, name, method })),
    collations: collations.map(([schema, name, isVisible, printed]) => ({
      schema,
      name,
      isVisible,
      printed,
    })),
    readable: new Set(readable.map(([schema, name]) => relationKey({ schema, name }))),
    views: new Set(views.map(([name]) => name)),
    castFunctions: new Set(castFunctions.map(([name]) => name)),
    noTwins: noTwins(...server[0]),
  };
}

/** One key for one relation, whatever its names hold. */
export function relationKey({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return keyOf(schema, name);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
