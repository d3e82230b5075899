import type { Dependency } from '../../catalog/dependencies.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { administration } from './administration.ts';
import { plainObject } from './plain.ts';
import { allSteps } from './steps/all-steps.ts';
import { withoutCircles } from './steps/late.ts';
import { graphOf, inOrder, needsByObject } from './steps/order.ts';
import { renderTableAlone } from './table-alone.ts';

/** The kinds of objects that a Drizzle schema declares or relies on. */
export const DECLARED_KINDS: ReadonlySet<string> = new Set([
  ...['role', 'schema', 'enum', 'sequence', 'table', 'column', 'primary key', 'unique', 'check'],
  ...['exclusion constraint', 'not null constraint', 'foreign key', 'index', 'view', 'materialized view'],
  'policy',
]);

/** The statements that make all that a schema declares in an empty database, in order and without semicolons. */
export function renderSchema(objects: readonly DeclaredObject[]): readonly string[] {
  return renderObjects(objects.filter(({ existing }) => !existing).map(plainObject));
}

/**
 * The same for objects whose facts are plain, as those that were read from a database. It need not be all of them:
 * what belongs to a table that is not among them is added to that one. A fact that is not there says nothing. Where
 * what needs what was read, they are made in that order; else it is guessed.
 */
export function renderObjects(
  objects: readonly CatalogObject[],
  dependencies?: readonly Dependency[],
): readonly string[] {
  const alone = dependencies === undefined ? renderTableAlone(objects) : undefined;
  if (alone !== undefined) return [...alone, ...administration(objects)];
  const stepsWith = allSteps(objects, {
    roles: 'made',
    fill: 'at once',
    isGuessed: dependencies === undefined,
  });
  const graph =
    dependencies === undefined
      ? graphOf(stepsWith(new Set()), new Map())
      : withoutCircles(objects, needsByObject(dependencies), stepsWith);
  const made = inOrder(graph).flatMap(({ statements }) => statements);
  return [...uncheckedBodies(objects, made), ...administration(objects)];
}

/** A body may speak of what is made after its function. */
function uncheckedBodies(
  objects: readonly CatalogObject[],
  statements: readonly string[],
): readonly string[] {
  if (!objects.some(({ kind }) => kind === 'function')) return statements;
  return ['SET check_function_bodies = off', ...statements, 'RESET check_function_bodies'];
}
