import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import type { Casing } from '../declared/casing.ts';
import type { Spelling } from '../fix/drizzle/spelling.ts';
import { keyOf } from '../fix/drizzle/names.ts';
import { Grouped } from '../fix/grouped.ts';
import type { Sides } from '../fix/sides.ts';
import { quoted } from '../fix/code.ts';
import { circlesOf } from './circles.ts';
import { isToldByKey } from './keys.ts';
import { isView } from './live.ts';
import type { Live } from './live.ts';
import { nameAll } from './names.ts';
import type { PulledNames } from './names.ts';
import { placeAll } from './places.ts';
import type { Places } from './places.ts';
import { pulledSides } from './sides.ts';

/** All that the code of a pulled schema is made of. */
export interface Printing {
  readonly live: Live;
  readonly casing: Casing | undefined;
  readonly names: PulledNames;
  readonly places: Places;
  readonly sides: Sides;
  readonly spelling: Spelling;
  /** What belongs to each table, beyond what Drizzle can declare included. */
  readonly others: Grouped<CatalogObject>;
  /** Tables that lead to each other in circles. */
  readonly circles: ReadonlyMap<string, number>;
  /** Types that something has been made for, in the order in which they came up: type and variable. */
  readonly customs: Map<string, string>;
}

/** Names and places everything. */
export function preparePrinting(live: Live, casing: Casing | undefined): Printing {
  const names = nameAll(live);
  const sides = pulledSides(live, names);
  const customs = new Map<string, string>();
  const views = new Grouped(live.wholes.filter(isView));
  const isOfView = ({ schema, parent }: Identity): boolean =>
    views.of('view', 'materialized view').some((one) => one.schema === schema && one.name === parent);
  return {
    live,
    casing,
    names,
    places: placeAll(live),
    sides,
    customs,
    spelling: {
      nameOf: (column) => {
        // Of a view's columns nothing is cased.
        const isTold =
          isToldByKey(column, keyOf(column, sides), casing) && (casing === undefined || !isOfView(column));
        return isTold ? '' : quoted(column.name);
      },
      custom: (type) => {
        const variable = names.customs(type);
        customs.set(type, variable);
        return variable;
      },
    },
    others: new Grouped(live.others),
    circles: circlesOf(sides.inDatabase.of('table'), sides.inDatabase.of('foreign key')),
  };
}

/** The variable of an object that is declared. */
export function variableFor(one: Identity, { names }: Printing): string {
  return names.variables.get(identityKey(one)) ?? '';
}
