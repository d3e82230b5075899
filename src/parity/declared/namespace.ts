import type { DeclaredObject, Origin } from './model.ts';
import { cutName } from './names.ts';
import type { Reading } from './reading.ts';
import type { Namespace } from './shapes.ts';

/** `pgSchema`. */
export function readNamespace({ schemaName, isExisting = false }: Namespace, origin: Origin): DeclaredObject {
  return namespaceObject(cutName(schemaName), isExisting, origin);
}

/** The namespaces that objects are declared in while their `pgSchema` stands in no export. */
export function impliedNamespaces(
  objects: readonly DeclaredObject[],
  { defaultSchema }: Reading,
): readonly DeclaredObject[] {
  const known = new Set(objects.filter(({ kind }) => kind === 'schema').map(({ name }) => name));
  const implied = new Map<string, DeclaredObject>();
  for (const { schema, parent, existing: isThere, origin } of objects) {
    if (schema === null || schema === cutName(defaultSchema) || known.has(schema)) continue;
    // A policy may be linked to a table that is somebody else's.
    const existing = isThere || parent !== null;
    const earlier = implied.get(schema);
    // Where all that is in it is said to be there, so is the namespace.
    if (earlier === undefined || (earlier.existing && !existing))
      implied.set(schema, namespaceObject(schema, existing, { ...origin, property: undefined }));
  }
  return [...implied.values()];
}

function namespaceObject(name: string, existing: boolean, origin: Origin): DeclaredObject {
  return { kind: 'schema', schema: null, parent: null, name, named: true, existing, facts: {}, origin };
}
