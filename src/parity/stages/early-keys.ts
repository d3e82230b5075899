import { keyOf } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import type { DeclaredObject } from '../declared/model.ts';
import type { Finding } from '../fix/index.ts';
import { declaredColumns } from './declared-columns.ts';

/** Keys that foreign keys of new tables lead to, or such as lead elsewhere from now on: tables with columns in any order. */
export function keysNeededEarly({ findings, both }: Conclusion): ReadonlySet<string> {
  const tables = new Set(
    findings
      .filter(({ kind, attribute }) => kind === 'table' && attribute === 'missing')
      .map(({ identity: { schema, name } }) => keyOf(schema, name)),
  );
  const changed = new Set(
    findings
      .filter(({ kind, attribute }) => kind === 'foreign key' && attribute !== 'missing')
      .map(({ subject }) => subject.declared),
  );
  return new Set(
    both.declared
      .filter(
        (one) =>
          one.kind === 'foreign key' && (changed.has(one) || tables.has(keyOf(one.schema, one.parent))),
      )
      .flatMap((one) => targetOf(one) ?? []),
  );
}

/** Whether a foreign key is declared that leads to one of these keys. */
export function leadsToAny({ subject: { declared } }: Finding, keys: ReadonlySet<string>): boolean {
  const target = declared === undefined ? undefined : targetOf(declared);
  return target !== undefined && keys.has(target);
}

/** The table and the columns that a foreign key leads to. */
function targetOf({ facts: { references, referencedColumns } }: DeclaredObject): string | undefined {
  if (typeof references !== 'object' || references === null || !('object' in references)) return undefined;
  const { schema, name } = references.object;
  return keyOf(schema, name, ...declaredColumns(referencedColumns).toSorted());
}
