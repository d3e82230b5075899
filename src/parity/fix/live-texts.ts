import type { CatalogObject } from '../../catalog/object.ts';
import { textFact, textsFact } from '../render/facts.ts';
import { asLive } from './live-terms.ts';
import { namesIn } from './mentions.ts';
import { declaredOf } from './sides.ts';
import type { Sides } from './sides.ts';

/** The SQL that a part of a table holds. */
export function textsOf(object: CatalogObject): readonly string[] {
  const texts = ['where', 'expression', 'using', 'check'].map((fact) => textFact(object, fact));
  return [...texts, ...textsFact(object, 'expressions')].filter((text) => text !== undefined);
}

/** What an object of the database names, and what it is to name: both at once where it is to say something else. */
export function namesOf(live: CatalogObject, sides: Sides): ReadonlySet<string> {
  const declared = declaredOf(live, sides);
  const wanted = declared === undefined || declared.existing ? undefined : asLive(declared, sides, live);
  const texts = [live, wanted].flatMap((one) =>
    one === undefined ? [] : [...textsOf(one), textFact(one, 'definition') ?? ''],
  );
  return new Set(texts.flatMap((text) => [...namesIn(text)]));
}
