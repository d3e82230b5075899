import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Conclusion } from '../../parity/compare/verdict.ts';
import { asLive } from '../../parity/fix/live-terms.ts';
import { listed } from '../../parity/fix/grouped.ts';
import { sidesOf } from '../../parity/fix/sides.ts';
import { readable } from '../../parity/fix/builder/readable.ts';
import { ownerOf } from '../../parity/render/names.ts';
import { textFact } from '../../parity/render/facts.ts';
import { distinctNumber, placeholder } from '../../parity/fix/placeholder.ts';
import { identityKey } from '../../catalog/object.ts';
import { Problem } from '../../problem.ts';
import { inBatches } from '../lint/code.ts';

/** Lines that give the rows of new columns a value, and what a person has to decide about it. */
export interface FillText {
  readonly lines: readonly string[];
  readonly decisions: readonly string[];
}

/** Fills columns that are to hold no null, in batches: with their default, or what stands for a value that only a person knows. */
export function fillText(columns: ReadonlySet<string>, { both }: Conclusion): FillText {
  const sides = sidesOf(both);
  const wanted = both.declared
    .filter((one) => columns.has(identityKey(one)))
    .map((declared) => {
      const column = asLive(declared, sides);
      const known = textFact(column, 'default');
      return {
        column,
        isKnown: known !== undefined,
        value: known ?? distinctNumber(column, sides) ?? placeholder(column, sides),
      };
    });
  const open = wanted.filter(({ value }) => value === undefined).map(({ column }) => column);
  if (open.length > 0) throw nothingToPutIn(open);
  const byTable = listed(wanted, ({ column }) => ownerOf(column));
  return {
    lines: [...byTable].flatMap(([table, filled]) => fillTable(table, filled)),
    decisions: wanted
      .filter(({ isKnown }) => !isKnown)
      .map(
        ({ column, value = '' }) =>
          `what ${[column.schema, column.parent, column.name].join('.')} is in the rows that have none: ${value} only stands for it`,
      ),
  };
}

interface Filled {
  readonly column: CatalogObject;
  readonly value: string | undefined;
  /** Whether the value is the column's own default. */
  readonly isKnown: boolean;
}

/** All columns of a table at once: a row that has none of their values is let through with all of them only. */
function fillTable(table: string, filled: readonly Filled[]): readonly string[] {
  const columns = filled.map(({ column, value = '' }) => ({ name: quoteIdentifier(column.name), value }));
  const set = columns.map(({ name, value }) =>
    columns.length === 1 ? `${name} = ${value}` : `${name} = coalesce(${name}, ${value})`,
  );
  return [
    ...filled.map(({ column, isKnown, value = '' }) =>
      isKnown
        ? `// Rows without "${column.name}" get its default.`
        : `// Decide what ${column.name} is in the rows that have none: ${value.replaceAll(/\s+/g, ' ')} only stands for it.`,
    ),
    ...inBatches(readable(table), {
      change: readable(`UPDATE ${table} SET ${set.join(', ')}`),
      left: readable(columns.map(({ name }) => `${name} IS NULL`).join(' OR ')),
    }),
  ];
}

function nothingToPutIn(columns: readonly CatalogObject[]): Problem {
  const names = columns.map(
    (one) => `${[one.schema, one.parent, one.name].join('.')} (${textFact(one, 'type') ?? ''})`,
  );
  return new Problem({
    code: 'draft/nothing-to-put-in',
    what: `${names.join(', ')}: not null from now on and without a default, and no value is known for its type`,
    why: 'rows that have none need one',
    fix: 'give it a default in the schema, or let it be null at first, fill it in a migration of your own, and make it not null then',
  });
}
