import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { nameOf } from '../../render/names.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw, remark } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';
import { around, asideOfKey, NOTHING, stepsOf } from './aside.ts';
import { freeNames } from './held-names.ts';

/** What mends an index: Postgres changes hardly anything about one. */
export function indexMigration({ attribute, declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  if (attribute === 'renamed' && live !== undefined)
    return raw([`ALTER INDEX ${nameOf(live)} RENAME TO ${quoteIdentifier(declared.name)}`]);
  const wanted = asLive(declared, sides, live);
  const note = wanted.facts.unique === true ? remark('Fails where two rows have the same values.') : [];
  if (live === undefined) return [...note, ...freeNames([wanted], sides), ...made([wanted])];
  const steps = stepsOf(live.facts.unique === true ? asideOfKey(live, sides) : NOTHING, sides);
  return [...note, ...around(steps, dropped(live), made([wanted]))];
}
