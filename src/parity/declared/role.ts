import { stated } from './column.ts';
import type { DeclaredObject, Origin } from './model.ts';
import { cutName } from './names.ts';
import type { Role } from './shapes.ts';

/** `pgRole`: of its facts only those that it was given. */
export function readRole(role: Role, origin: Origin): DeclaredObject {
  const { name, createDb, createRole, inherit } = role;
  return {
    kind: 'role',
    schema: null,
    parent: null,
    name: cutName(name),
    named: true,
    existing: role._existing === true,
    facts: stated({ createDb, createRole, inherit }),
    origin,
  };
}
