import { identityKey, keyOf } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import type { Finding } from '../../parity/fix/index.ts';

/** Where an object is after what is renamed has its new name. */
export function renamedBy(findings: readonly Finding[]): (before: Identity) => Identity {
  const own = new Map<string, Identity>();
  const owners = new Map<string, string>();
  for (const { attribute, subject } of findings) {
    const { declared, live } = subject;
    if (attribute !== 'renamed' || declared === undefined || live === undefined) continue;
    own.set(identityKey(live), declared);
    if (live.parent === null) owners.set(keyOf(live.schema, live.name), declared.name);
  }
  if (own.size === 0) return (before) => before;
  return (before) => {
    const { kind, schema, parent } = before;
    const name = own.get(identityKey(before))?.name ?? before.name;
    return {
      kind,
      schema,
      parent: parent === null ? null : (owners.get(keyOf(schema, parent)) ?? parent),
      name,
    };
  };
}
