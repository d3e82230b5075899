import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { call, list, quoted, record } from '../code.ts';
import type { Sides } from '../sides.ts';
import { sqlCode } from './sql.ts';

/** A policy as the third argument of a table declares it. */
export function policyCode(policy: CatalogObject, sides: Sides): string {
  const roles = textsFact(policy, 'roles').map((role) => roleCode(role, sides));
  const isForAll = roles.length === 1 && roles[0] === "'public'";
  const [command, using, check] = ['command', 'using', 'check'].map((fact) => textFact(policy, fact));
  return call(
    'pgPolicy',
    quoted(policy.name),
    record({
      as: policy.facts.permissive === false ? quoted('restrictive') : undefined,
      for: command === undefined || command === 'all' ? undefined : quoted(command),
      to: isForAll ? undefined : roles.length === 1 ? roles[0] : list(roles),
      using: using && sqlCode(using),
      withCheck: check && sqlCode(check),
    }),
  );
}

/** A role that the schema declares, or its name. */
function roleCode(role: string, { inSchema }: Sides): string {
  const known = inSchema.of('role').find(({ name }) => name === role)?.origin;
  return known?.exported === undefined || known.property !== undefined ? quoted(role) : known.exported;
}
