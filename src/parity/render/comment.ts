import type { CatalogObject } from '../../catalog/object.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { calledOf } from './called.ts';
import { textFact } from './facts.ts';
import { nameOf } from './names.ts';

/** Writes down what is noted about an object, and about the index of a constraint. */
export function commentOn(object: CatalogObject): readonly string[] {
  const [own, ofIndex] = [textFact(object, 'comment'), textFact(object, 'indexComment')];
  return [
    ...(own === undefined ? [] : note(calledOf(object), own)),
    ...(ofIndex === undefined ? [] : note(`INDEX ${nameOf(object)}`, ofIndex)),
  ];
}

function note(called: string | undefined, comment: string): readonly string[] {
  return called === undefined ? [] : [`COMMENT ON ${called} IS ${quoteLiteral(comment)}`];
}
