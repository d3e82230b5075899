import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgMaterializedView,
  pgPolicy,
  pgSchema,
  pgSequence,
  pgTable,
  pgView,
  primaryKey,
  serial,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type {
  AnyPgColumn,
  ExtraConfigColumn,
  PgColumnBuilder,
  PgTableExtraConfigValue,
} from 'drizzle-orm/pg-core';
import { KINDS, mood } from './kinds.ts';
import type { Kind } from './kinds.ts';
import type { ColumnPlan, IndexPlan, Plan, TablePlan } from './plan.ts';

type Builder = PgColumnBuilder;
type Table = ReturnType<typeof pgTable>;
type Columns = Readonly<Record<string, ExtraConfigColumn & AnyPgColumn>>;

const NAMESPACES = [undefined, pgSchema('first'), pgSchema('Second "One"')] as const;
const ACTIONS = ['no action', 'cascade', 'restrict', 'set null', 'set default'] as const;
const COMMANDS = ['all', 'select', 'insert', 'update', 'delete'] as const;

/** The module that a plan describes. */
export function buildPlan({ tables, sequences }: Plan): Readonly<Record<string, unknown>> {
  const built: Table[] = [];
  const all = tables.map((plan, number) => {
    const table = buildTable(plan, number, tables, built);
    built.push(table);
    return [table, ...viewOf(plan, number, table)];
  });
  const numbers = sequences.map(({ name, start, cycle }, number) =>
    pgSequence(`s${number} ${name}`, { startWith: start, cycle }),
  );
  return { mood, namespaces: NAMESPACES.filter(Boolean), all, numbers };
}

function buildTable(
  plan: TablePlan,
  number: number,
  plans: readonly TablePlan[],
  built: readonly Table[],
): Table {
  const keys = plan.keys.flatMap((key, at) => {
    const to = key.to % (number + 1);
    const other = plans[to];
    // What is built already has a key that it can lead to.
    return other === undefined || to === number || other.id === 'none' ? [] : [{ ...key, at, to, other }];
  });
  const columns: Record<string, Builder> = {
    ...idOf(plan),
    ...Object.fromEntries(plan.columns.map((column, at) => [`c${at}`, buildColumn(column, at)])),
    ...Object.fromEntries(keys.flatMap(({ at, other }) => keyColumns(at, other))),
  };
  const work = plan.generated === undefined ? undefined : workOn(plan, plan.generated);
  if (work !== undefined) {
    const [at, on] = work;
    columns.made = text('made').generatedAlwaysAs(
      (): SQL => sql`(${on((table as unknown as Columns)[`c${at}`] as AnyPgColumn)})::text`,
    ) as never;
  }
  const namespace = NAMESPACES[plan.namespace];
  const make = (namespace === undefined ? pgTable : namespace.table) as unknown as (
    name: string,
    columns: Record<string, Builder>,
    extra: (t: Columns) => PgTableExtraConfigValue[],
  ) => Table;
  const table = make(`${number}${plan.name}`, columns, (t) => [
    ...(plan.id === 'composite'
      ? [primaryKey({ columns: [column(t, 'k2'), column(t, 'k1')] } as never)]
      : []),
    ...uniquesOf(plan, t, number),
    ...plan.indexes.flatMap((one, at) => indexOf(one, at, plan, t, number)),
    ...plan.checks.map((one, at) => {
      const [kind, on] = pick(plan, t, one.column);
      return check(`h${at} ${plan.name}`, chosen(kind.conditions, one.condition)(on));
    }),
    ...keys.map(({ at, to, onDelete, named }) => {
      const target = built[to] as unknown as Columns;
      const names = Object.keys(target).filter((key) => /^(?:id|k\d)$/.test(key));
      const key = foreignKey({
        columns: names.map((name) => column(t, `r${at}${name}`)),
        foreignColumns: names.map((name) => column(target, name)),
        ...(named && { name: `f${at} ${plan.name}` }),
      } as never);
      return key.onDelete(chosen(ACTIONS, onDelete)).onUpdate(chosen(ACTIONS, onDelete + 1));
    }),
    ...plan.policies.map((one, at) => policyOf(one, at, plan, t)),
  ]);
  return plan.rls ? (table as unknown as { enableRLS: () => Table }).enableRLS() : table;
}

function idOf({ id }: TablePlan): Record<string, Builder> {
  const made: Readonly<Record<TablePlan['id'], () => Record<string, unknown>>> = {
    none: () => ({}),
    serial: () => ({ id: serial().primaryKey() }),
    identity: () => ({ id: integer().primaryKey().generatedAlwaysAsIdentity({ startWith: 5 }) }),
    given: () => ({ id: integer().primaryKey() }),
    uuid: () => ({ id: uuid().primaryKey().defaultRandom() }),
    composite: () => ({ k1: integer(), k2: text() }),
  };
  return made[id]() as Record<string, Builder>;
}

/** Columns that can hold another table's key. */
function keyColumns(at: number, { id }: TablePlan): (readonly [string, Builder])[] {
  if (id === 'composite')
    return [
      [`r${at}k1`, integer() as never],
      [`r${at}k2`, text() as never],
    ];
  return [[`r${at}id`, (id === 'uuid' ? uuid() : integer()) as never]];
}

function buildColumn(
  { name, kind, value, expression, notNull, unique: once }: ColumnPlan,
  at: number,
): Builder {
  const { builder, expressions, sorted } = chosen(KINDS, kind);
  let column = builder(`${at}${name}`) as unknown as Builder;
  if (expression !== undefined && expressions !== undefined) {
    column = column.default(sql.raw(chosen(expressions, expression)));
  } else if (value !== undefined) column = column.default(value);
  if (notNull) column = column.notNull();
  if (once && sorted) column = column.unique();
  return column;
}

function uniquesOf(plan: TablePlan, t: Columns, number: number): PgTableExtraConfigValue[] {
  return plan.uniques.flatMap(({ columns, named, nulls }, at) => {
    const on = sortedOf(plan, t, columns);
    if (on.length === 0) return [];
    const made = (named || at > 0 || on.length === 1 ? unique(`u${number}${at} ${plan.name}`) : unique()).on(
      ...(on as [never, ...never[]]),
    );
    return [nulls ? made.nullsNotDistinct() : made];
  });
}

function indexOf(
  one: IndexPlan,
  at: number,
  plan: TablePlan,
  t: Columns,
  number: number,
): PgTableExtraConfigValue[] {
  const turn = (column: ExtraConfigColumn): ExtraConfigColumn => {
    const turns = [
      () => column,
      () => column.desc(),
      () => column.desc().nullsFirst(),
      () => column.nullsFirst(),
    ];
    return chosen(turns, one.order)() as ExtraConfigColumn;
  };
  const on: unknown[] = sortedOf(plan, t, one.columns).map(turn);
  const work = one.expression ? workOn(plan, one.order) : undefined;
  if (work !== undefined) on.push(work[1](column(t, `c${work[0]}`)));
  const [first] = on;
  if (first === undefined) return [];
  const start = (one.unique ? uniqueIndex : index)(
    one.named || at > 0 || work !== undefined ? `i${number}${at} ${plan.name}` : undefined,
  );
  const methods = [
    () => start.on(...(on as [never])),
    () => start.using('btree', ...(on as [never])),
    () => start.on(...(on as [never])).with({ fillfactor: 70 }),
  ];
  const made = chosen(methods, one.method)();
  if (one.condition === undefined) return [made];
  const [kind, to] = pick(plan, t, one.condition);
  return [made.where(chosen(kind.conditions, one.condition)(to))];
}

function policyOf(one: TablePlan['policies'][number], at: number, plan: TablePlan, t: Columns) {
  const [kind, on] = pick(plan, t, one.column);
  const command = chosen(COMMANDS, one.command);
  const rule = chosen(kind.conditions, one.column)(on);
  return pgPolicy(`p${at} ${plan.name}`, {
    as: one.restrictive ? 'restrictive' : 'permissive',
    for: command,
    ...(command !== 'insert' && { using: rule }),
    ...(command !== 'select' && command !== 'delete' && { withCheck: rule }),
  });
}

function viewOf({ view, name }: TablePlan, number: number, table: Table): unknown[] {
  const called = `v${number} ${name}`;
  if (view === 'none') return [];
  if (view === 'materialized') return [pgMaterializedView(called).as((query) => query.select().from(table))];
  const made = pgView(called);
  return [
    (view === 'guarded' ? made.with({ securityBarrier: true }) : made).as((query) =>
      query
        .select()
        .from(table)
        .where(sql`1 = ${1}`),
    ),
  ];
}

/** A column of the plan and its kind. */
function pick(plan: TablePlan, t: Columns, at: number): readonly [Kind, AnyPgColumn] {
  const number = at % plan.columns.length;
  return [chosen(KINDS, plan.columns[number]?.kind ?? 0), column(t, `c${number}`)];
}

/** Those of the chosen columns that a btree takes, each once. */
function sortedOf(plan: TablePlan, t: Columns, columns: readonly number[]): ExtraConfigColumn[] {
  const numbers = new Set(columns.map((at) => at % plan.columns.length));
  return [...numbers]
    .filter((at) => chosen(KINDS, plan.columns[at]?.kind ?? 0).sorted)
    .map((at) => column(t, `c${at}`) as never);
}

/** A column that something can be made of, and how. */
function workOn(plan: TablePlan, at: number): readonly [number, (on: AnyPgColumn) => SQL] | undefined {
  const able = plan.columns.flatMap(({ kind }, number) => {
    const { works } = chosen(KINDS, kind);
    return works === undefined ? [] : [[number, chosen(works, at)] as const];
  });
  return able.length === 0 ? undefined : chosen(able, at);
}

function column(columns: Columns, key: string): ExtraConfigColumn & AnyPgColumn {
  const found = columns[key];
  if (found === undefined) throw new Error(`no column ${key}`);
  return found;
}

function chosen<Item>(items: readonly Item[], number: number): Item {
  return items[number % items.length] as Item;
}
