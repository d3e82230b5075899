import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { addToTable, deferral, named, validation } from './constraint.ts';
import { textFact, textsFact } from './facts.ts';
import { foreignKeyTriggers } from './foreign-key-triggers.ts';
import { columnList, qualified } from './names.ts';

/** Adds a foreign key to a table that is there, as the one that it leads to has to be. */
export function addForeignKey(key: CatalogObject): readonly string[] {
  return [...addToTable(key, foreignKeyClause(key)), ...foreignKeyTriggers(key)];
}

function foreignKeyClause(key: CatalogObject): string {
  const set = textsFact(key, 'setColumns');
  return named(
    key,
    [
      `FOREIGN KEY ${sideOf(key, 'columns')}`,
      ` REFERENCES ${qualified(textsFact(key, 'references'))} ${sideOf(key, 'referencedColumns')}`,
      key.facts.match === 'full' ? ' MATCH FULL' : '',
      action('UPDATE', textFact(key, 'onUpdate')),
      action('DELETE', textFact(key, 'onDelete')),
      set.length === 0 ? '' : ` ${columnList(set)}`,
      deferral(key),
      validation(key),
    ].join(''),
  );
}

/** The columns of one side. The last of them is a time where the key holds for periods. */
function sideOf(key: CatalogObject, fact: 'columns' | 'referencedColumns'): string {
  const columns = textsFact(key, fact).map(quoteIdentifier);
  const last = key.facts.period === true ? columns.length - 1 : -1;
  return `(${columns.map((column, index) => (index === last ? `PERIOD ${column}` : column)).join(', ')})`;
}

function action(event: 'UPDATE' | 'DELETE', what: string | undefined): string {
  return what === undefined || what === 'no action' ? '' : ` ON ${event} ${what.toUpperCase()}`;
}
