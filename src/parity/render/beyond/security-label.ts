import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { textFact } from '../facts.ts';
import { identified, identifiedColumn } from '../identified.ts';
import { cutAt } from '../printed-name.ts';
import { aboutDatabase, escaped } from './current-database.ts';

/** How SECURITY LABEL calls kinds of objects, where it is not as Postgres identifies them. */
const CALLED: Readonly<Record<string, string>> = {
  'composite type': 'type',
  server: 'foreign server',
};

/** Labels an object, through the module of which the label is. That has to be loaded. */
export function setSecurityLabel(object: CatalogObject): readonly string[] {
  const [provider, target = ''] = cutAt(object.name, ' on ') ?? [object.name];
  const label = textFact(object, 'label');
  const start = `SECURITY LABEL FOR ${quoteIdentifier(provider)} ON`;
  const end = `IS ${label === undefined ? 'NULL' : quoteLiteral(label)}`;
  if (target === 'database') return [aboutDatabase(`${escaped(start)} DATABASE %I ${escaped(end)}`)];
  const column = identifiedColumn(target);
  if (column !== undefined) return [`${start} COLUMN ${column.relation}.${column.column} ${end}`];
  const [kind, name] = identified(target);
  return [`${start} ${(CALLED[kind] ?? kind).toUpperCase()} ${name} ${end}`];
}
