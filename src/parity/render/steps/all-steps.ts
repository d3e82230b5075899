import { foreignKeySteps } from './foreign-key-steps.ts';
import { groupObjects } from './objects.ts';
import { indexSteps } from './index-steps.ts';
import { routineSteps } from './routine-steps.ts';
import { sequenceSteps } from './sequence-steps.ts';
import { singleSteps } from './single-steps.ts';
import type { Late, Step } from './step.ts';
import { tableSteps } from './table-steps.ts';
import { typeSteps } from './type-steps.ts';
import { viewSteps } from './view-steps.ts';
import type { CatalogObject } from '../../../catalog/object.ts';

/** How objects are made. */
export interface Making {
  readonly roles: 'made' | 'made where missing';
  /** When materialized views are filled. */
  readonly fill: 'at once' | 'last';
  /** Whether what needs what has to be guessed from names. */
  readonly isGuessed: boolean;
}

/** All steps that it takes to make objects, those of one rank in the order of the objects. */
export function allSteps(
  objects: readonly CatalogObject[],
  { roles, fill, isGuessed }: Making,
): (late: Late) => readonly Step[] {
  const grouped = groupObjects(objects);
  const fixed = [
    ...singleSteps(grouped, { roles }),
    ...sequenceSteps(grouped),
    ...indexSteps(grouped),
    ...foreignKeySteps(grouped),
  ];
  return (late) => [
    ...fixed,
    ...typeSteps(grouped, late),
    ...routineSteps(grouped, late, { isGuessed }),
    ...tableSteps(grouped, late),
    ...viewSteps(grouped, late, { fill }),
  ];
}
