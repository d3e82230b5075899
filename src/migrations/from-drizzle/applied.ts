import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { Problem } from '../../problem.ts';
import type { DrizzleFolder, DrizzleMigration } from './drizzle-migration.ts';

/** Where Drizzle's migrator keeps what is applied. */
export interface DrizzleTable {
  readonly schema: string;
  readonly name: string;
}

/** Where it keeps it unless it is told otherwise. */
export const DRIZZLE_TABLE: DrizzleTable = { schema: 'drizzle', name: '__drizzle_migrations' };

const TABLE = `
select pg_get_userbyid(c.relowner) as owner, s.relname as sequence,
  exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'name' and not a.attisdropped) as named
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join pg_class s on s.oid = pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), 'id')::regclass
where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p')
order by c.oid`;

/** The newest first, as the migrator asks for the last one. */
const ROWS = (table: string, name: string): string => `
select id::text as id, hash, created_at::float8 as "createdAt", ${name} as name from ${table} order by created_at desc, id desc`;

interface Row {
  readonly id: string;
  readonly hash: string;
  readonly createdAt: number | null;
  readonly name: string | null;
}

/** What a database says of a folder's migrations. */
export interface AppliedByDrizzle {
  /** Whether the database has a table of Drizzle's migrator. */
  readonly isThere: boolean;
  /** Who made it, and so ran the migrations. */
  readonly owner: string | undefined;
  /** The sequence of its numbers. */
  readonly sequence: string | undefined;
  /** What the migrator takes for applied, in order. */
  readonly applied: readonly DrizzleMigration[];
  /** Of these, the ones whose file says something else than what was applied. */
  readonly changed: readonly DrizzleMigration[];
  /** Of these, the ones that no row tells of: the migrator passes them by. */
  readonly unrecorded: readonly DrizzleMigration[];
  /** Rows of migrations that are not in the folder, as Drizzle tells of them. */
  readonly unknown: readonly string[];
}

/** Reads which migrations a database has, as Drizzle's own migrator tells it. */
export async function readApplied(
  client: Pick<Client, 'query'>,
  folder: DrizzleFolder,
  table: DrizzleTable,
): Promise<AppliedByDrizzle> {
  const { rows: tables } = await client.query<{ owner: string; sequence: string | null; named: boolean }>(
    TABLE,
    [table.schema, table.name],
  );
  const [found] = tables;
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
  const rows =
    found === undefined
      ? []
      : (await client.query<Row>(ROWS(name, found.named ? 'name' : 'null::text'))).rows;
  const isByName = folder.layout === 'folders' && found?.named === true;
  const rowOf = rowFinder(folder, rows, isByName);
  const applied = appliedOf(folder, rows, rowOf);
  refuseGap(folder.migrations, applied);
  const known = new Set(folder.migrations.map(rowOf));
  return Object.freeze({
    isThere: found !== undefined,
    owner: found?.owner,
    sequence: found?.sequence ?? undefined,
    applied,
    changed: applied.filter((one) => {
      const row = rowOf(one);
      return row !== undefined && !hashesOf(one.text).includes(row.hash);
    }),
    unrecorded: applied.filter((one) => rowOf(one) === undefined),
    unknown: rows
      .filter((row) => !known.has(row))
      .map((row) => row.name ?? (row.createdAt === null ? `row ${row.id}` : timeOf(row.createdAt))),
  });
}

/** Up to 0.45 all that is not younger than the last row is applied; from 1.0 on what has a row of its own. */
function appliedOf(
  { layout, migrations }: DrizzleFolder,
  rows: readonly Row[],
  rowOf: (migration: DrizzleMigration) => Row | undefined,
): readonly DrizzleMigration[] {
  if (layout === 'folders') return migrations.filter((one) => rowOf(one) !== undefined);
  const [last] = rows;
  return last === undefined ? [] : migrations.filter(({ when }) => when <= Number(last.createdAt));
}

/** The row that tells of a migration: by its name, or by its time, and where that tells nothing by its text. */
function rowFinder(
  { layout, migrations }: DrizzleFolder,
  rows: readonly Row[],
  isByName: boolean,
): (migration: DrizzleMigration) => Row | undefined {
  if (isByName) {
    const byName = new Map(rows.map((row) => [row.name, row]));
    return ({ tag }) => byName.get(tag);
  }
  // A folder is called after the second in which its migration was made.
  const timeIn = (when: number): number => (layout === 'folders' ? Math.floor(when / 1000) * 1000 : when);
  const found = new Map<DrizzleMigration, Row>();
  const left = new Set(rows);
  const take = (one: DrizzleMigration, row: Row | undefined): void => {
    if (row === undefined || found.has(one)) return;
    found.set(one, row);
    left.delete(row);
  };
  const hasText = (one: DrizzleMigration, { hash }: Row): boolean => hashesOf(one.text).includes(hash);
  const hasTime = ({ when }: DrizzleMigration, { createdAt }: Row): boolean =>
    createdAt !== null && timeIn(createdAt) === when;
  const ways = [
    (one: DrizzleMigration, row: Row) => hasTime(one, row) && hasText(one, row),
    hasTime,
    hasText,
  ];
  for (const way of ways)
    for (const one of migrations)
      take(
        one,
        [...left].find((row) => way(one, row)),
      );
  return (one) => found.get(one);
}

/** What Drizzle writes down of a text; git may have given its lines other ends since. */
function hashesOf(text: string): readonly string[] {
  const plain = text.replaceAll('\r\n', '\n');
  return [text, plain, plain.replaceAll('\n', '\r\n')].map((one) =>
    createHash('sha256').update(one).digest('hex'),
  );
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** What Knex has applied it has applied in order, up to one of them. */
function refuseGap(all: readonly DrizzleMigration[], applied: readonly DrizzleMigration[]): void {
  const last = all.findLastIndex((one) => applied.includes(one));
  if (last === -1) return;
  const between = all.slice(0, last).filter((one) => !applied.includes(one));
  if (between.length === 0) return;
  throw new Problem({
    code: 'migrations/drizzle-gap',
    what: `the database has ${all[last]?.tag ?? ''}, and lacks what comes before it:\n${between.map(({ tag }) => `  ${tag}`).join('\n')}`,
    why: 'which order they are to have from now on is the order of the folder, and there they come first',
    fix: 'npx drizzle-kit migrate applies them as Drizzle does; then adopt',
  });
}
