import type { Client } from 'pg';
import { DERIVING, LEFT_CATALOGS, LEFT_COLUMNS, VERSIONS } from '../../src/catalog/closure.ts';
import type { Family } from '../../src/catalog/family.ts';

const COLUMNS = `
  SELECT c.relname || '.' || a.attname AS column, current_setting('server_version_num')::int / 10000 AS version
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY 1`;

/** What the server's catalogues hold that is no fact and was not left, and what is named that they do not hold. */
export async function openEnds(client: Client, families: readonly Family[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ column: string; version: number }>(COLUMNS);
  const version = rows[0]?.version ?? 0;
  const live = new Set(rows.map(({ column }) => column));
  return [
    ...[...live]
      .filter((column) => !isLeft(column) && !families.some((family) => says(family, column)))
      .map((column) => `${column}: neither a fact nor left`),
    ...families.flatMap((family) => unaccounted(family, live)),
    ...families.flatMap((family) => unsaid(family)),
    ...[...new Set([...families.flatMap(named), ...Object.keys(VERSIONS)])]
      .filter((column) => live.has(column) !== isExpected(column, version))
      .map(
        (column) => `${column}: ${live.has(column) ? 'there, and not expected' : 'not there'} on ${version}`,
      ),
    ...Object.keys(LEFT_CATALOGS)
      .filter((catalog) => ![...live].some((column) => catalogOf(column) === catalog))
      .map((catalog) => `${catalog}: no such catalogue`),
    ...families.flatMap(contradictions),
  ];
}

/** All columns that a family names. */
function named(family: Family): readonly string[] {
  return [...known(family), ...Object.keys(family.left)];
}

/** Columns that its facts and its identity make known. */
function known({ identity, facts }: Family): readonly string[] {
  return [...identity.of, ...Object.values(facts).flatMap(({ of }) => of)];
}

function says(family: Family, column: string): boolean {
  return named(family).includes(column);
}

/** A catalogue may hold several kinds. Each of them accounts for all columns of the one that it lives in. */
function unaccounted(family: Family, live: ReadonlySet<string>): readonly string[] {
  const home = catalogOf(family.identity.of[0] ?? '');
  return [...live]
    .filter((column) => catalogOf(column) === home && !isLeft(column) && !says(family, column))
    .map((column) => `${family.kind}: ${column} is neither a fact nor left`);
}

/** What is said to be known must be in the text of the SQL, or be derived by something that is. */
function unsaid({ kind, from, where = '', identity, facts }: Family): readonly string[] {
  const common = [from, where, identity.schema, identity.parent, identity.name].join('\n');
  const sources = [
    { name: 'identity', text: common, of: identity.of },
    ...Object.entries(facts).map(([name, { sql, before = '', of }]) => ({
      name,
      text: `${common}\n${sql}\n${before}`,
      of,
    })),
  ];
  return sources.flatMap(({ name, text, of }) =>
    of
      .filter((column) => !mentions(text, column))
      .map((column) => `${kind}: ${name} does not read ${column}`),
  );
}

function mentions(text: string, column: string): boolean {
  const words = new Set(text.match(/\w+/g));
  const deriving = Object.entries(DERIVING).filter(([, columns]) =>
    columns.some((derived) => derived === column || derived === `${catalogOf(column)}.*`),
  );
  return words.has(nameOf(column)) || deriving.some(([source]) => words.has(source));
}

/** What is left cannot be known as well. */
function contradictions(family: Family): readonly string[] {
  const facts = new Set(known(family));
  return [
    ...Object.keys(family.left)
      .filter((column) => facts.has(column))
      .map((column) => `${family.kind}: ${column} is both a fact and left`),
    ...named(family)
      .filter((column) => catalogOf(column) in LEFT_CATALOGS)
      .map((column) => `${family.kind}: ${column} is of a catalogue that is left`),
  ];
}

function isLeft(column: string): boolean {
  return catalogOf(column) in LEFT_CATALOGS || nameOf(column) in LEFT_COLUMNS;
}

/** Whether a version has a column that is named at all. */
function isExpected(column: string, version: number): boolean {
  const { since = 0, until = Infinity } = VERSIONS[column] ?? {};
  return version >= since && version < until;
}

function catalogOf(column: string): string {
  return column.split('.')[0] ?? '';
}

function nameOf(column: string): string {
  return column.split('.')[1] ?? '';
}
