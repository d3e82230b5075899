import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact } from '../../render/facts.ts';
import { ownerOf } from '../../render/names.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { readable } from '../builder/readable.ts';
import { decision } from '../decision.ts';
import { raw, remark } from '../knex.ts';
import { placeholder } from '../placeholder.ts';
import type { Sides } from '../sides.ts';

/** Adds a column to its table. */
export function addColumn(wanted: CatalogObject, sides: Sides): Pieces {
  const isFilled = ['default', 'generation', 'identity'].some((fact) => textFact(wanted, fact) !== undefined);
  const isHard = wanted.facts.nullable === false && !isFilled && wanted.facts.serial !== true;
  if (!isHard) return made([wanted]);
  const value = sides.fills === true ? placeholder(wanted, sides) : undefined;
  if (value !== undefined) return filled(wanted, value);
  return [
    ...remark('Fails where the table has rows: they need a default, or the column to be nullable at first.'),
    ...made([wanted]),
  ];
}

/** With a value that rows get which are there, and no other. */
function filled(wanted: CatalogObject, value: string): Pieces {
  const column = quoteIdentifier(wanted.name);
  const change = `ALTER TABLE ${ownerOf(wanted)} ALTER COLUMN ${column}`;
  // No default can look into another table.
  if (value.startsWith('(')) {
    return [
      ...standingIn(wanted, value),
      ...made([{ ...wanted, facts: { ...wanted.facts, nullable: true } }]),
      ...raw([...fillNulls(wanted, value), `${change} SET NOT NULL`]),
    ];
  }
  return [
    ...standingIn(wanted, value),
    ...made([{ ...wanted, facts: { ...wanted.facts, default: value } }]),
    ...raw([`${change} DROP DEFAULT`]),
  ];
}

/** What is to be said of a value that rows get, since nobody knows a better one. */
export function standingIn({ name }: CatalogObject, value: string): Pieces {
  return decision(
    `what ${name} is in the rows that have none by then: ${readable(value)} only stands for it`,
  );
}

/** Puts a value in for each null. */
export function fillNulls(column: CatalogObject, value: string): readonly string[] {
  const name = quoteIdentifier(column.name);
  return [`UPDATE ${ownerOf(column)} SET ${name} = ${value} WHERE ${name} IS NULL`];
}
