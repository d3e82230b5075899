import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { textsFact } from '../../render/facts.ts';
import { ownerOf } from '../../render/names.ts';
import { droppedFirst } from '../dropped-first.ts';
import { dropped } from '../builder/dropped.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw, remark } from '../knex.ts';
import { declaredOf } from '../sides.ts';
import type { Sides, Subject } from '../sides.ts';

/** Lets a check pass just those values that the type of a column lists. */
export function allowedValues({ live, values }: Subject, sides: Sides): Pieces {
  if (live === undefined) return [];
  const wanted = (values?.[0] ?? []) as readonly string[];
  const checks = sides.inDatabase
    .besides(live)
    .filter((one) => isOn(one, live) && !droppedFirst(sides).has(one));
  const declared = checks.find((check) => declaredOf(check, sides) !== undefined);
  if (declared !== undefined) {
    return remark(
      `No migration does it: the schema declares the check ${declared.name} too, and it says otherwise.`,
    );
  }
  if (checks.length === 0) return remark('Done with the check that nobody declared.');
  const literals = wanted.map((value) => quoteLiteral(value).trim()).join(', ');
  return [
    ...remark('Fails where a row holds another value: change it first.'),
    ...checks.flatMap((check) => [
      ...dropped(check),
      ...raw([
        `ALTER TABLE ${ownerOf(check)} ADD CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${quoteIdentifier(live.name)} IN (${literals}))`,
      ]),
    ]),
  ];
}

function isOn(check: CatalogObject, column: CatalogObject): boolean {
  const columns = textsFact(check, 'columns');
  return (
    check.kind === 'check' &&
    check.schema === column.schema &&
    check.parent === column.parent &&
    columns.length === 1 &&
    columns[0] === column.name
  );
}
