import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { createAggregate } from '../beyond/aggregate.ts';
import { createFunction, createFunctionStub } from '../beyond/function.ts';
import { textFact, textsFact } from '../facts.ts';
import { namesIn, needsOfSignature } from './signature.ts';
import { lateId, makingId, rankOf } from './step.ts';
import type { Late, Objects, Step } from './step.ts';

/**
 * What makes functions and aggregates. A function in a circle is made without its body first. Where nobody read what
 * needs what, one is taken to need every relation that it names in what it takes and gives.
 */
export function routineSteps(
  objects: Objects,
  late: Late,
  { isGuessed }: { readonly isGuessed: boolean },
): readonly Step[] {
  const relations = new Map(
    (isGuessed ? objects.all : [])
      .filter(({ kind }) => ['table', 'view', 'materialized view', 'foreign table'].includes(kind))
      .map((relation) => [relation.name, identityKey(relation)]),
  );
  return [
    ...objects.of('function').flatMap((routine) => functionSteps(routine, relations, late)),
    ...objects.of('aggregate').map((aggregate) => ({
      id: makingId(identityKey(aggregate)),
      rank: rankOf('aggregate'),
      statements: createAggregate(aggregate),
      makes: [identityKey(aggregate)],
    })),
  ];
}

function functionSteps(
  routine: CatalogObject,
  relations: ReadonlyMap<string, string>,
  late: Late,
): readonly Step[] {
  const key = identityKey(routine);
  const types = [...textsFact(routine, 'arguments'), textFact(routine, 'returns') ?? ''];
  const texts = [...types, textFact(routine, 'sqlBody') ?? ''];
  const makes = [key];
  const step = { id: makingId(key), rank: rankOf('function'), makes };
  if (!late.has(lateId('body', key))) {
    const named = [...namesIn(texts.join(' '))].flatMap((name) => relations.get(name) ?? []);
    return [{ ...step, statements: createFunction(routine), after: named.map(makingId) }];
  }
  return [
    { ...step, statements: createFunctionStub(routine), needsOf: needsOfSignature(makes, types) },
    {
      id: lateId('body', key),
      rank: rankOf('body'),
      statements: createFunction(routine),
      makes: [],
      needsOf: [{ object: key }],
      after: [makingId(key)],
    },
  ];
}
