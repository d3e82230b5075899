import { identityKey } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { ownerOf } from '../../render/names.ts';
import type { Pair } from '../../pair/siblings.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw, remark } from '../knex.ts';
import type { Sides, Subject } from '../sides.ts';
import { defineView } from './view.ts';

/** What mends a column of a view: but for its name it is what the query makes it. */
export function viewColumnMigration(
  { attribute, declared, live }: Subject,
  view: Partial<Pair>,
  sides: Sides,
): Pieces {
  const isSame = view.declared !== undefined && !sides.differing.has(identityKey(view.declared));
  // Another query brings its own names along.
  if (attribute === 'renamed' && isSame && declared !== undefined && live !== undefined) {
    const kind = view.live?.kind.toUpperCase() ?? 'VIEW';
    return raw([
      `ALTER ${kind} ${ownerOf(live)} RENAME COLUMN ${quoteIdentifier(live.name)} TO ${quoteIdentifier(declared.name)}`,
    ]);
  }
  if (attribute === 'nullable') {
    return remark(
      'No single statement does it: the query of the view has to give no null here, as from a column that is not',
      'null and comes from no side of an outer join.',
    );
  }
  return defineView(view, sides);
}
