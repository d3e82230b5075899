import type { CatalogObject } from '../../catalog/object.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { calledOf } from './called.ts';
import { textFact } from './facts.ts';
import { nameOf } from './names.ts';

/** Writes down what is noted about an object, and about the index of a constraint. */
export function commentOn(object: CatalogObject): readonly string[] {
  return [
    ...note(calledOf(object), textFact(object, 'comment')),
    ...note(`INDEX ${nameOf(object)}`, textFact(object, 'indexComment')),
  ];
}

function note(called: string | undefined, comment: string | undefined): readonly string[] {
  if (called === undefined || comment === undefined) return [];
  return [`COMMENT ON ${called} IS ${quoteLiteral(comment)}`];
}
