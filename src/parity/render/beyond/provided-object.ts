import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../facts.ts';
import { changeGrants } from '../grants.ts';
import { identified, identifiedColumn } from '../identified.ts';
import { unquoted } from '../printed-name.ts';

/** How GRANT calls what Postgres identifies by each of these words. All relations are tables to it. */
const CALLED: Readonly<Record<string, string>> = {
  view: 'table',
  'materialized view': 'table',
  'foreign table': 'table',
  aggregate: 'function',
  'composite type': 'type',
  'foreign-data wrapper': 'foreign data wrapper',
  server: 'foreign server',
};

/** Lets others use what comes with Postgres or an extension than those who could at first. */
export function grantProvided(object: CatalogObject, had?: readonly string[]): readonly string[] {
  const column = identifiedColumn(object.name);
  const [kind, name] = column === undefined ? identified(object.name) : ['table', column.relation];
  return changeGrants({
    on: `${(CALLED[kind] ?? kind).toUpperCase()} ${name}`,
    column: column && unquoted(column.column),
    owner: textFact(object, 'owner'),
    had: had ?? textsFact(object, 'atFirst'),
    wanted: textsFact(object, 'grants'),
  });
}
