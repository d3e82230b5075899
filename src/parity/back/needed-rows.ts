import type { CatalogObject } from '../../catalog/object.ts';
import { address } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { asLive } from '../fix/live-terms.ts';
import { usingClause } from '../fix/migration/using.ts';
import type { Sides } from '../fix/sides.ts';
import { textFact, textsFact } from '../render/facts.ts';
import { ownerOf } from '../render/names.ts';

/** Rows that a table has to have, since others refer to it, or are to. */
export interface NeededRows {
  /** Where these others are, in the words of a person. */
  readonly from: string;
  /** SQL that is true where there are any. */
  readonly any: string;
  /** The columns that they are known by, and the SQL that gives these; none where any row will do. */
  readonly known?: { readonly columns: readonly string[]; readonly select: string };
}

/** What the rows of a table that is there need by a foreign key of it; nothing where they are not to refer to anything. */
export function neededBy(key: CatalogObject, sides: Sides): readonly NeededRows[] {
  const table = ownerOf(key);
  const from = address({ ...key, parent: null, name: key.parent ?? '' });
  const there = new Map(columnsIn(sides.inDatabase.besides(key)).map((one) => [one.name, one]));
  const wanted = columnsOf(key, sides);
  const referenced = textsFact(key, 'referencedColumns');
  const given: { readonly column: string; readonly value: string }[] = [];
  const held: string[] = [];
  for (const [index, name] of textsFact(key, 'columns').entries()) {
    const [column, own] = [referenced[index] ?? '', wanted.get(name)];
    const live = there.get(name);
    if (live !== undefined) {
      held.push(`${quoteIdentifier(name)} IS NOT NULL`);
      given.push({ column, value: valueFor(own, live) });
      continue;
    }
    const value = own === undefined ? undefined : textFact(own, 'default');
    if (value !== undefined) given.push({ column, value });
    // It comes back without a value.
    else if (own?.facts.nullable !== false) return [];
  }
  const source = `FROM ${table}${held.length === 0 ? '' : ` WHERE ${held.join(' AND ')}`}`;
  const any = `EXISTS (SELECT ${source})`;
  if (given.length === 0) return [{ from, any }];
  const columns = given.map(({ column }) => column);
  return [
    { from, any, known: { columns, select: `${given.map(({ value }) => value).join(', ')} ${source}` } },
  ];
}

/** What a column holds, as it will hold it once it has its type again. */
function valueFor(wanted: CatalogObject | undefined, live: CatalogObject): string {
  const [from, to] = [textFact(live, 'type') ?? '', textFact(wanted ?? live, 'type') ?? ''];
  const column = quoteIdentifier(live.name);
  return from === to ? column : (usingClause(column, from, to) ?? column);
}

/** Whether each row has to refer to another one by a foreign key, and no default says to which. */
export function isRequired(key: CatalogObject, sides: Sides): boolean {
  const wanted = columnsOf(key, sides);
  return textsFact(key, 'columns').every((name) => {
    const column = wanted.get(name);
    return column?.facts.nullable === false && textFact(column, 'default') === undefined;
  });
}

/** The columns of its table as they are to be, by their names. */
function columnsOf(key: CatalogObject, sides: Sides): ReadonlyMap<string, CatalogObject> {
  const own = columnsIn(sides.inSchema.of('column'))
    .map((one) => asLive(one, sides))
    .filter(({ schema, parent }) => schema === key.schema && parent === key.parent);
  return new Map(own.map((one) => [one.name, one]));
}

function columnsIn<One extends { readonly kind: string }>(objects: readonly One[]): readonly One[] {
  return objects.filter(({ kind }) => kind === 'column');
}
