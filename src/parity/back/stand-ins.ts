import { address } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { decision } from '../fix/decision.ts';
import { listed } from '../fix/grouped.ts';
import { raw } from '../fix/knex.ts';
import { asLive } from '../fix/live-terms.ts';
import { goOnBehind } from '../fix/migration/counter.ts';
import { distinctNumber, placeholder } from '../fix/placeholder.ts';
import type { Sides } from '../fix/sides.ts';
import { textFact } from '../render/facts.ts';
import { columnList, nameOf } from '../render/names.ts';
import type { NeededRows } from './needed-rows.ts';

/** Puts rows into tables that are made again: those that others refer to, with no more in them than they have to hold. */
export function standIns(needed: ReadonlyMap<DeclaredObject, readonly NeededRows[]>, sides: Sides): Pieces {
  return [...needed].flatMap(([declared, rows]) => {
    const table = asLive(declared, sides);
    const columns = sides.inSchema
      .partsOf(declared)
      .filter(({ kind }) => kind === 'column')
      .map((one) => asLive(one, sides));
    const others = [...new Set(rows.map(({ from }) => from))].join(' and ');
    return [
      ...decision(
        `what is in ${address(table)} for rows of ${others} that refer to it: what it held is gone, and these only stand for it`,
      ),
      ...raw([...knownRows({ table, columns, rows, sides }), ...anyRow({ table, columns, rows, sides })]),
    ];
  });
}

interface Filled {
  readonly table: CatalogObject;
  readonly columns: readonly CatalogObject[];
  readonly rows: readonly NeededRows[];
  readonly sides: Sides;
}

/** A row for each that is known by what refers to it. */
function knownRows({ table, columns, rows, sides }: Filled): readonly string[] {
  const known = listed(
    rows.flatMap((one) => one.known ?? []),
    (one) => JSON.stringify(one.columns),
  );
  return [...known.values()].flatMap((selects) => {
    const names = selects[0]?.columns ?? [];
    const values = valuesOf(columns, { names, sides, isOne: false });
    const all =
      selects.length === 1
        ? `SELECT DISTINCT ${selects[0]?.select ?? ''}`
        : selects.map(({ select }) => `SELECT ${select}`).join(' UNION ');
    const counting = columns.filter(
      (one) => names.includes(one.name) && (one.facts.serial === true || isIdentity(one)),
    );
    const isAlways = counting.some((one) => textFact(one, 'identity') === 'always');
    const into = `INSERT INTO ${nameOf(table)} ${columnList([...names, ...values.map(({ name }) => name)])}`;
    const source =
      values.length === 0
        ? all
        : `SELECT known.*, ${values.map(({ value }) => value).join(', ')} FROM (${all}) AS known`;
    return [
      `${into}${isAlways ? ' OVERRIDING SYSTEM VALUE' : ''} ${source}`,
      ...counting.map((one) => goOnBehind(one, one)),
    ];
  });
}

/** One row, where others have to refer to any. */
function anyRow({ table, columns, rows, sides }: Filled): readonly string[] {
  const conditions = [...new Set(rows.flatMap(({ any, known }) => (known === undefined ? [any] : [])))];
  if (conditions.length === 0) return [];
  const values = valuesOf(columns, { names: [], sides, isOne: true });
  const into = `INSERT INTO ${nameOf(table)}${values.length === 0 ? '' : ` ${columnList(values.map(({ name }) => name))}`}`;
  const given = values.length === 0 ? '' : ` ${values.map(({ value }) => value).join(', ')}`;
  const isOnlyOne = rows.every(({ known }) => known === undefined);
  const where = conditions.length === 1 ? (conditions[0] ?? '') : `(${conditions.join(' OR ')})`;
  return [
    `${into} SELECT${given} WHERE ${where}${isOnlyOne ? '' : ` AND NOT EXISTS (SELECT FROM ${nameOf(table)})`}`,
  ];
}

/** What stands for the values of columns that hold no null, and that nothing else gives one. */
function valuesOf(
  columns: readonly CatalogObject[],
  {
    names,
    sides,
    isOne,
  }: { readonly names: readonly string[]; readonly sides: Sides; readonly isOne: boolean },
): readonly { readonly name: string; readonly value: string }[] {
  return columns.flatMap((column) => {
    const isGiven =
      names.includes(column.name) ||
      column.facts.serial === true ||
      ['default', 'generation', 'identity'].some((fact) => textFact(column, fact) !== undefined);
    if (isGiven || column.facts.nullable !== false) return [];
    const isDistinct = !isOne && distinctNumber(column, sides) !== undefined;
    const value = isDistinct ? 'row_number() OVER ()' : placeholder(column, sides);
    return value === undefined ? [] : [{ name: column.name, value }];
  });
}

function isIdentity(column: CatalogObject): boolean {
  return textFact(column, 'identity') !== undefined;
}
