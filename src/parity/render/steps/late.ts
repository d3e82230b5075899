import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { hasParsedParts } from '../beyond/function.ts';
import { textFact } from '../facts.ts';
import { circlesIn } from './circles.ts';
import { graphOf } from './order.ts';
import type { Graph, Needs } from './order.ts';
import { lateId } from './step.ts';
import type { Late, Step } from './step.ts';

/** Steps in which no circle is left, unless it is one that nothing can break. */
export function withoutCircles(
  objects: readonly CatalogObject[],
  needs: Needs,
  stepsWith: (late: Late) => readonly Step[],
): Graph {
  const byKey = new Map(objects.map((object) => [identityKey(object), object]));
  const late = new Set(ofTheirOwnRows(objects, needs));
  for (;;) {
    const graph = graphOf(stepsWith(late), needs);
    const before = late.size;
    for (const circle of circlesIn(graph))
      partsToDelay(circle, { byKey, needs, late }).forEach((id) => late.add(id));
    if (late.size === before) return graph;
  }
}

/** Defaults that speak of rows of their own table, which has to be there first. */
function ofTheirOwnRows(objects: readonly CatalogObject[], needs: Needs): readonly string[] {
  return objects
    .filter(({ kind }) => kind === 'column')
    .flatMap((column) => {
      const key = identityKey(column);
      const own = identityKey({
        kind: 'table',
        schema: column.schema,
        parent: null,
        name: column.parent ?? '',
      });
      const isNeeded = needs.get(key)?.some(({ on, byDefault }) => byDefault && on === own) === true;
      return isNeeded && isPlain(column) ? [lateId('default', key)] : [];
    });
}

interface Known {
  readonly byKey: ReadonlyMap<string, CatalogObject>;
  readonly needs: Needs;
  readonly late: Late;
}

/** What is to be done later so that a circle is none any more: as little as there is to choose from. */
function partsToDelay(circle: readonly Step[], { byKey, needs, late }: Known): readonly string[] {
  const made = new Map(circle.flatMap((step) => step.makes.map((key) => [key, step] as const)));
  const needsCircle = (step: Step, key: string, isDefault: boolean): boolean =>
    (needs.get(key) ?? []).some(({ on, byDefault }) => {
      const other = made.get(on);
      return other !== undefined && other !== step && (!isDefault || byDefault);
    });
  const parts = circle.flatMap((step) =>
    step.makes.slice(1).flatMap((key) => {
      const object = byKey.get(key);
      if (object === undefined) return [];
      if (object.kind === 'column') {
        if (!needsCircle(step, key, true)) return [];
        return [lateId(isPlain(object) ? 'default' : 'column', key)];
      }
      return needsCircle(step, key, false) ? [lateId('constraint', key)] : [];
    }),
  );
  const wholes = (
    kinds: readonly string[],
    isPossible: (object: CatalogObject) => boolean,
  ): readonly string[] =>
    circle.flatMap((step) => {
      const object = byKey.get(step.makes[0] ?? '');
      return object !== undefined && kinds.includes(object.kind) && isPossible(object)
        ? [identityKey(object)]
        : [];
    });
  const choices = [
    parts,
    wholes(['domain'], (domain) => textFact(domain, 'default') !== undefined).map((key) =>
      lateId('default', key),
    ),
    wholes(['function'], hasParsedParts).map((key) => lateId('body', key)),
    wholes(['view'], () => true).map((key) => lateId('body', key)),
  ].map((ids) => ids.filter((id) => !late.has(id)));
  return choices.find((ids) => ids.length > 0) ?? [];
}

function isPlain(column: CatalogObject): boolean {
  return textFact(column, 'generation') === undefined;
}
