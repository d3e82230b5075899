import type { Dependency } from '../../catalog/dependencies.ts';
import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { administration } from './administration.ts';
import { allSteps } from './steps/all-steps.ts';
import { withoutCircles } from './steps/late.ts';
import { inOrder, needsByObject } from './steps/order.ts';
import { fillViews } from './steps/view-steps.ts';

/**
 * What makes a new database ready: facts are printed with nothing on the path, and a body may speak of what is made
 * after its function.
 */
const BEFORE: readonly string[] = [`SET search_path = ''`, 'SET check_function_bodies = off'];
const AFTER: readonly string[] = ['RESET search_path', 'RESET check_function_bodies'];

/**
 * The statements that make all of it in an empty database of the same version, in order and without semicolons. Roles
 * are made where the server does not have them. What an extension brings, it brings by itself.
 */
export function renderDatabase(
  objects: readonly CatalogObject[],
  dependencies: readonly Dependency[],
): readonly string[] {
  const isLast = ({ kind }: CatalogObject): boolean => kind === 'event trigger';
  // They fire for what is done from then on.
  const [first, last] = [objects.filter((object) => !isLast(object)), objects.filter(isLast)];
  const needs = needsByObject(dependencies);
  const making = { roles: 'made where missing', fill: 'last', isGuessed: false } as const;
  const made = inOrder(withoutCircles(first, needs, allSteps(first, making)));
  const views = new Map(
    first.filter(({ kind }) => kind === 'materialized view').map((view) => [identityKey(view), view]),
  );
  return [
    ...BEFORE,
    ...surplus(objects, 'before'),
    ...made.flatMap(({ statements }) => statements),
    ...fillViews(made.flatMap(({ makes }) => views.get(makes[0] ?? '') ?? [])),
    ...administration(first, { roleComments: false }),
    ...inOrder(withoutCircles(last, needs, allSteps(last, making))).flatMap(({ statements }) => statements),
    ...administration(last),
    ...surplus(objects, 'after'),
    ...AFTER,
  ];
}

/** What a new database has, and this one has not: only where all of it was read can that be told. */
function surplus(objects: readonly CatalogObject[], when: 'before' | 'after'): readonly string[] {
  const has = (kind: string, name: string): boolean =>
    objects.some((object) => object.kind === kind && object.name === name);
  if (!has('database', 'current')) return [];
  if (when === 'before') return has('schema', 'public') ? [] : ['DROP SCHEMA IF EXISTS public'];
  // The language that statements above are written in.
  return has('extension', 'plpgsql') ? [] : ['DROP EXTENSION IF EXISTS plpgsql'];
}
