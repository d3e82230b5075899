import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../../catalog/object.ts';
import type { DeclaredObject, ObjectName } from '../../declared/model.ts';
import { textsFact } from '../../render/facts.ts';
import { declaredColumns } from '../declared-columns.ts';

/** Whether a foreign key that is there leads to a column. */
export function leadsTo(key: CatalogObject, { schema, parent, name }: Identity): boolean {
  return (
    key.kind === 'foreign key' &&
    keyOf(...textsFact(key, 'references')) === keyOf(schema, parent) &&
    textsFact(key, 'referencedColumns').includes(name)
  );
}

/** Whether one that is declared does. */
export function isToLeadTo(key: DeclaredObject, { schema, parent, name }: Identity): boolean {
  const target = targetOf(key);
  return (
    target?.schema === schema &&
    target.name === parent &&
    declaredColumns(key.facts.referencedColumns).includes(name)
  );
}

/** The table that a declared foreign key leads to. */
export function targetOf({ kind, facts: { references } }: DeclaredObject): ObjectName | undefined {
  const isKey = kind === 'foreign key' && typeof references === 'object' && references !== null;
  return isKey && 'object' in references ? references.object : undefined;
}
