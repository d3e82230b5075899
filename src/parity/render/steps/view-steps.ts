import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { createMaterializedView } from '../materialized-view.ts';
import { nameOf } from '../names.ts';
import { orderViews } from '../view-order.ts';
import { createView, createViewStub } from '../view.ts';
import { needsOfSignature } from './signature.ts';
import { lateId, makingId, rankOf } from './step.ts';
import type { Late, Objects, Step } from './step.ts';

/** What makes views. One in a circle is made with columns only, and gets its query when all that it reads is there. */
export function viewSteps(
  objects: Objects,
  late: Late,
  { fill }: { readonly fill: 'at once' | 'last' },
): readonly Step[] {
  const views = orderViews([...objects.of('view'), ...objects.of('materialized view')]);
  return views.flatMap((view) => {
    const key = identityKey(view);
    const columns = objects.within(view).filter(({ kind }) => kind === 'column');
    const makes = [key, ...columns.map(identityKey)];
    const step = { id: makingId(key), rank: rankOf('view'), makes };
    if (view.kind === 'materialized view') {
      const made = fill === 'last' ? { ...view, facts: { ...view.facts, populated: false } } : view;
      return [{ ...step, statements: createMaterializedView(made, columns) }];
    }
    if (!late.has(lateId('body', key))) return [{ ...step, statements: createView(view, columns) }];
    const types = columns.map(({ facts }) => String(facts.type));
    return [
      { ...step, statements: createViewStub(view, columns), needsOf: needsOfSignature(makes, types) },
      {
        id: lateId('body', key),
        rank: rankOf('body'),
        statements: createView(view, columns, { replaces: true }),
        makes: [],
        needsOf: makes.map((object) => ({ object })),
        after: [makingId(key)],
      },
    ];
  });
}

/** Fills the materialized views that are to hold something, each after those that it reads. */
export function fillViews(ordered: readonly CatalogObject[]): readonly string[] {
  return ordered
    .filter(({ kind, facts }) => kind === 'materialized view' && facts.populated !== false)
    .map((view) => `REFRESH MATERIALIZED VIEW ${nameOf(view)}`);
}
