import { arrayDepth } from './array-depth.ts';
import { isEntity } from './entity.ts';
import { arrayText, jsonText } from './literal.ts';
import type { Column } from './shapes.ts';

/** A value as the column hands it to the driver. */
export function encoded(column: Column, value: unknown): unknown {
  if (isEntity(column, 'PgArray') && column.baseColumn !== undefined) {
    const { baseColumn } = column;
    return Array.isArray(value) ? arrayText(elements(value, baseColumn)) : value;
  }
  const depth = arrayDepth(column);
  if (isJson(column)) return depth === 0 ? jsonText(value) : eachElement(value, depth, jsonText);
  return column.mapToDriverValue(value);
}

/** Whether values are JSON; since 1.0 such a column leaves it to the driver to write them down. */
export function isJson(column: Column): boolean {
  return isEntity(column, 'PgJson') || isEntity(column, 'PgJsonb');
}

/** Before 1.0 an array within an array is a column of its own. */
function elements(values: readonly unknown[], column: Column): readonly unknown[] {
  return values.map((value) => {
    if (value === null || value === undefined) return null;
    return isEntity(column, 'PgArray') && column.baseColumn !== undefined && Array.isArray(value)
      ? elements(value, column.baseColumn)
      : encoded(column, value);
  });
}

function eachElement(value: unknown, depth: number, map: (element: unknown) => unknown): unknown {
  if (value === null || value === undefined) return null;
  return depth > 0 && Array.isArray(value)
    ? value.map((element) => eachElement(element, depth - 1, map))
    : map(value);
}
