import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { changeDatabase } from './beyond/database.ts';
import { setDefaultPrivileges } from './beyond/default-privileges.ts';
import { grantProvided } from './beyond/provided-object.ts';
import { setSecurityLabel } from './beyond/security-label.ts';
import { setSetting } from './beyond/setting.ts';
import { commentOn } from './comment.ts';
import { textFact } from './facts.ts';
import { grantsOf } from './grants.ts';
import { setOwner } from './owner.ts';

/** What is said of objects once all of them are there: what they are for, whose they are, who may use them. */
export function administration(
  objects: readonly CatalogObject[],
  { roleComments = true }: { readonly roleComments?: boolean } = {},
): readonly string[] {
  const of = (kind: string): readonly CatalogObject[] => objects.filter((object) => object.kind === kind);
  return [
    ...objects.filter(({ kind }) => roleComments || kind !== 'role').flatMap(commentOn),
    ...of('security label').flatMap(setSecurityLabel),
    ...objects.flatMap(setOwner),
    ...grantsOfAll(objects),
    ...of('provided object').flatMap((object) => grantProvided(object)),
    ...of('setting').flatMap(setSetting),
    ...of('database').flatMap((database) => changeDatabase(database)),
    // Last, since they hold for all that is made from then on.
    ...of('default privileges').flatMap(setDefaultPrivileges),
  ];
}

function grantsOfAll(objects: readonly CatalogObject[]): readonly string[] {
  const owners = new Map(
    objects
      .filter(({ kind, facts }) => isRelation(kind) && facts.owner !== undefined)
      .map((relation) => [keyOf(relation.schema, relation.name), textFact(relation, 'owner')]),
  );
  return objects
    .filter(({ facts }) => facts.grants !== undefined)
    .flatMap((object) =>
      grantsOf(object, { owner: owners.get(keyOf(object.schema, object.parent ?? object.name)) }),
    );
}

function isRelation(kind: string): boolean {
  return ['table', 'view', 'materialized view', 'foreign table'].includes(kind);
}
