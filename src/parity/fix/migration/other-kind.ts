import { dropped } from '../builder/dropped.ts';
import type { Pieces } from '../builder/piece.ts';
import { remark } from '../knex.ts';
import type { Sides, Subject } from '../sides.ts';
import { asideOfView, stepsOf } from './aside.ts';
import { sequenceMigration } from './sequence.ts';
import { createTable } from './table.ts';
import { defineView } from './view.ts';

const HOLDING = new Set(['table', 'materialized view', 'foreign table']);

/** Puts what is declared into the place of another kind of object. */
export function standInPlace({ declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined || live === undefined) return [];
  const { notes, before, after } = stepsOf(asideOfView(live, sides), sides);
  return [
    ...(HOLDING.has(live.kind) ? remark(`What the ${live.kind} holds is lost.`) : []),
    ...notes,
    ...before,
    ...dropped(live),
    ...(declared.kind === 'table'
      ? createTable(declared, sides)
      : declared.kind === 'sequence'
        ? sequenceMigration({ attribute: 'missing', declared }, sides)
        : defineView({ declared }, sides)),
    ...after,
  ];
}
