import { isEntity } from './entity.ts';
import type { DeclaredObject } from './model.ts';
import { cutName } from './names.ts';
import { expressionOf } from './reading.ts';
import type { Policy, PolicyRole, Role } from './shapes.ts';
import { originOf, part } from './table-parts.ts';
import type { TablePlace } from './table-parts.ts';

/** `pgPolicy`, in a table or linked to it. */
export function readPolicy(policy: Policy, property: string | undefined, place: TablePlace): DeclaredObject {
  const { name, to = 'public', using, withCheck } = policy;
  place.reading.usedPolicies.add(policy);
  const roles = Array.isArray(to) ? (to as readonly PolicyRole[]) : [to as PolicyRole];
  const names = roles.map((role) => cutName(isRole(role) ? role.name : role));
  for (const role of roles) {
    if (isRole(role) && !place.reading.reached.has(role))
      place.reading.reached.set(role, originOf(place, property));
  }
  const condition = (value: unknown, clause: string) =>
    value === undefined || value === null
      ? null
      : (expressionOf(value, {
          sees: 'tables',
          place: `${clause} of policy ${name} on ${place.schema}.${place.name}`,
          reading: place.reading,
          raw: true,
        }) ?? null);
  return part(place, {
    kind: 'policy',
    name,
    property,
    facts: {
      command: (policy.for ?? 'all').toLowerCase(),
      permissive: (policy.as ?? 'permissive').toLowerCase() === 'permissive',
      // Everybody is all of them: Postgres keeps no other role beside.
      roles: names.length === 0 || names.includes('public') ? ['public'] : [...new Set(names)].sort(),
      using: condition(using, 'using'),
      check: condition(withCheck, 'withCheck'),
    },
  });
}

function isRole(role: PolicyRole): role is Role {
  return isEntity(role, 'PgRole');
}
