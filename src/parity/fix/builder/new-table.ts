import type { CatalogObject } from '../../../catalog/object.ts';
import { columnParts } from '../../render/column.ts';
import { commentOn } from '../../render/comment.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { nameOf, ownerOf } from '../../render/names.ts';
import { notNullOf } from '../../render/not-null.ts';
import { inOrder } from '../../render/table.ts';
import { isPlain } from '../knex.ts';
import { checkLink } from './check.ts';
import { saidColumn } from './column.ts';
import type { ColumnSaid } from './column.ts';
import { tableCommentLinks } from './comment.ts';
import { saidKey } from './key.ts';
import type { KeySaid } from './key.ts';
import type { KnownKeys } from './known-keys.ts';
import type { Call, Link } from './piece.ts';
import { statementOf } from './statement.ts';

/** A new table by the builder. */
export interface NewTable {
  readonly calls: readonly Call[];
  /** The statements of SQL that are said with it. */
  readonly covered: readonly string[];
  /** Statements for what could not be said, to come right behind it. */
  readonly after: readonly string[];
}

/** What is made with a table. */
export interface TableMade {
  readonly table: CatalogObject;
  /** The statement that makes it, as far as there is one. */
  readonly statement: string | undefined;
  /** What belongs to it. */
  readonly parts: readonly CatalogObject[];
  /** What there is by the time that it is made. */
  readonly keys: KnownKeys;
}

/** Kinds that stand in the statement of their table. */
const CLAUSES = new Set(['primary key', 'unique', 'check', 'exclusion constraint']);

/** A table with all that the builder says of it; undefined where that would be another table. */
export function newTable({ table, statement, parts, keys: known }: TableMade): NewTable | undefined {
  if (!isPlain(table.schema, table.name)) return undefined;
  const constraints = parts.filter(({ kind }) => CLAUSES.has(kind));
  const columns = inOrder(parts.filter(({ kind }) => kind === 'column'));
  const notNulls = parts.filter(({ kind }) => kind === 'not null constraint');
  const create = createOf(table, statement, columns, constraints, notNulls);
  if (create === undefined) return undefined;
  const keys = constraints.flatMap((one) => keyOrNone(one) ?? []);
  const primary = keys.find(({ object }) => object.kind === 'primary key');
  const said = columns.flatMap((column) => {
    const place = {
      notNull: notNullOf(column, notNulls),
      isKey: primary?.said.columns.includes(column.name) === true,
      isNew: true,
    };
    return saidColumn(column, place) ?? [];
  });
  if (said.length < columns.length) return undefined;
  known.add(
    table,
    keys.map(({ said: key }) => key.columns),
  );
  const others = parts.filter(
    (one) => one.kind === 'index' || (one.kind === 'foreign key' && known.areEnough(one)),
  );
  const lines = [...keys, ...others.flatMap((one) => keyOrNone(one) ?? [])];
  const chains = chainsOf(columns, said, lines, table);
  const checks = constraints.map((one) => [one, checkLink(one)] as const);
  const comment = textFact(table, 'comment');
  const noted = comment === undefined ? [] : tableCommentLinks(comment);
  const [indexes, before] = [lines.filter(isIndex), lines.filter((one) => !isIndex(one))];
  const counter = counterOf(columns, said, primary, table);
  const elsewhere = new Set([...[...chains.values()].flat(), ...(counter === undefined ? [] : [primary])]);
  const own = (all: readonly Keyed[]): readonly (readonly Link[])[] =>
    all.filter((one) => !elsewhere.has(one)).map(({ said: key }) => key.links);
  const covered = [
    create,
    ...(noted.length === 0 ? [] : commentOn({ ...table, facts: { comment: comment ?? null } })),
    ...said.flatMap((one) => one.covered),
    ...constraints.map(statementOf),
    ...lines.map(({ said: key }) => key.statement),
  ];
  return {
    calls: [
      ...noted.map((one) => [one]),
      ...said.map(({ links }, index) => {
        const { name = '' } = columns[index] ?? {};
        const own = name === counter ? [...links.map(bare)] : links;
        return withChains(own, chains.get(name) ?? []);
      }),
      ...own(before),
      ...checks.flatMap(([, one]) => (one === undefined ? [] : [[one]])),
      ...own(indexes),
    ].map((links) => ({ links })),
    covered,
    after: [
      ...checks.flatMap(([one, link]) =>
        link === undefined && !keys.some(({ object }) => object === one) ? [statementOf(one)] : [],
      ),
      ...said.flatMap((one) => one.after),
    ],
  };
}

interface Keyed {
  readonly object: CatalogObject;
  readonly said: KeySaid;
}

function keyOrNone(object: CatalogObject): Keyed | undefined {
  const said = saidKey(object);
  return said && { object, said };
}

function isIndex({ object }: Keyed): boolean {
  return object.kind === 'index';
}

/** The table's own statement, where it holds nothing but columns and constraints. */
function createOf(
  table: CatalogObject,
  statement: string | undefined,
  columns: readonly CatalogObject[],
  constraints: readonly CatalogObject[],
  notNulls: readonly CatalogObject[],
): string | undefined {
  if (statement === undefined) return undefined;
  const start = startOf(table);
  const lines = [
    ...columns.map((column) => columnParts(column, notNullOf(column, notNulls)).definition),
    ...constraints.map(clauseOf).filter((clause) => statement.includes(`\n  ${clause}`)),
  ];
  const expected =
    lines.length === 0 ? `${start})` : `${start}${lines.map((line) => `\n  ${line}`).join(',')}\n)`;
  return statement === expected ? statement : undefined;
}

/** How the statement of a table begins that is no special one. */
export function startOf(table: CatalogObject): string {
  return `CREATE TABLE ${nameOf(table)} (`;
}

function clauseOf(constraint: CatalogObject): string {
  return statementOf(constraint).slice(`ALTER TABLE ${ownerOf(constraint)} ADD `.length);
}

/** The column that is the primary key by itself where Knex makes it: under the name that Postgres would choose. */
function counterOf(
  columns: readonly CatalogObject[],
  said: readonly ColumnSaid[],
  primary: Keyed | undefined,
  table: CatalogObject,
): string | undefined {
  if (primary?.object.name !== `${table.name}_pkey` || primary.object.facts.deferrable === true)
    return undefined;
  const index = columns.findIndex(({ name }) => primary.said.columns.join('\0') === name);
  return said[index]?.links.some(isCounter) === true ? columns[index]?.name : undefined;
}

function isCounter({ method }: Link): boolean {
  return method === 'increments' || method === 'bigIncrements';
}

function bare(one: Link): Link {
  return isCounter(one) ? { ...one, given: one.given.slice(0, 1) } : one;
}

/** What can stand on the line of its only column: one of each kind, and nothing that needs a later line. */
function chainsOf(
  columns: readonly CatalogObject[],
  said: readonly ColumnSaid[],
  lines: readonly Keyed[],
  table: CatalogObject,
): ReadonlyMap<string, readonly Keyed[]> {
  const alone = lines.filter(
    ({ object, said: key }) =>
      key.chained !== undefined && key.columns.length === 1 && !isToSelf(object, table),
  );
  return new Map(
    columns.map(({ name }, index) => {
      const chained = alone.filter(
        ({ said: key }) => key.columns[0] === name && said[index]?.isClosed === false,
      );
      const first = (kind: string): readonly Keyed[] =>
        chained.filter(({ object }) => object.kind === kind).slice(0, 1);
      return [name, [...first('primary key'), ...first('unique'), ...first('foreign key')]];
    }),
  );
}

function isToSelf(key: CatalogObject, table: CatalogObject): boolean {
  const [schema, name] = textsFact(key, 'references');
  return key.kind === 'foreign key' && schema === table.schema && name === table.name;
}

/** A primary key stands right behind its type, all others at the end. */
function withChains(links: readonly Link[], chains: readonly Keyed[]): readonly Link[] {
  const of = (isPrimary: boolean): readonly Link[] =>
    chains
      .filter(({ object }) => (object.kind === 'primary key') === isPrimary)
      .flatMap(({ said }) => said.chained ?? []);
  return [...links.slice(0, 1), ...of(true), ...links.slice(1), ...of(false)];
}
