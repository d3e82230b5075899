import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { ownerOf } from '../../render/names.ts';
import { quoted, record } from '../code.ts';
import { alterTable, isPlain, namesOf, raw, remark, tableCall } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';
import { around, asideOfKey, NOTHING, stepsOf } from './aside.ts';
import { dropConstraint } from './dependents.ts';
import { freeNames } from './held-names.ts';

/** Kinds whose existing rows are looked at when one is added, with what is wrong with some. */
const REFUSED: Readonly<Record<string, string>> = {
  'primary key': 'two rows have the same values, or one has none',
  unique: 'two rows have the same values',
  'foreign key': 'a row refers to one that is not there',
  check: 'a row does not meet the condition',
};

/** What mends a primary key, a unique constraint, a foreign key or a check. */
export function constraintMigration({ attribute, declared, live }: Subject, sides: Sides): string {
  if (declared === undefined)
    return live === undefined ? '' : changed(live, dropCall(live), [dropConstraint(live)]);
  const wanted = asLive(declared, sides, live);
  const note = remark(`Fails where ${REFUSED[declared.kind] ?? ''}.`);
  if (live === undefined)
    return [note, freeNames([wanted], sides), changed(wanted, addCall(wanted), renderObjects([wanted]))]
      .filter((one) => one !== '')
      .join('\n');
  const change = `ALTER TABLE ${ownerOf(live)}`;
  const name = quoteIdentifier(live.name);
  if (attribute === 'renamed')
    return raw([`${change} RENAME CONSTRAINT ${name} TO ${quoteIdentifier(declared.name)}`]);
  if (attribute === 'validated') return `${note}\n${raw([`${change} VALIDATE CONSTRAINT ${name}`])}`;
  if (live.kind === 'foreign key' && (attribute === 'deferrable' || attribute === 'deferred'))
    return raw([`${change} ALTER CONSTRAINT ${name} NOT DEFERRABLE`]);
  const isKey = live.kind !== 'foreign key' && live.kind !== 'check';
  const steps = stepsOf(isKey ? asideOfKey(live, sides) : NOTHING, sides);
  const calls = bothCalls(dropCall(live), addCall(wanted));
  return [note, around(steps, changed(live, calls, [dropConstraint(live), ...renderObjects([wanted])]))].join(
    '\n',
  );
}

/** By the builder where it can, and else by SQL. */
function changed(
  { schema, parent }: CatalogObject,
  calls: readonly string[] | undefined,
  statements: readonly string[],
): string {
  return calls === undefined ? raw(statements) : alterTable({ schema, name: parent ?? '' }, calls);
}

function bothCalls(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  return one === undefined || other === undefined ? undefined : [...one, ...other];
}

/** Checks the builder drops without quoting their names. */
function dropCall({ kind, schema, parent, name }: CatalogObject): readonly string[] | undefined {
  if (!isPlain(schema, parent, name)) return undefined;
  if (kind === 'primary key') return [tableCall('dropPrimary', quoted(name))];
  if (kind === 'unique') return [tableCall('dropUnique', '[]', quoted(name))];
  return kind === 'foreign key' ? [tableCall('dropForeign', '[]', quoted(name))] : undefined;
}

function addCall(wanted: CatalogObject): readonly string[] | undefined {
  const { kind, schema, parent, name, facts } = wanted;
  const columns = textsFact(wanted, 'columns');
  if (!isPlain(schema, parent, name, ...columns)) return undefined;
  if (kind === 'foreign key') return foreignCall(wanted, columns);
  if (facts.nullsNotDistinct === true || kind === 'check') return undefined;
  const [method, option] = kind === 'unique' ? ['unique', 'indexName'] : ['primary', 'constraintName'];
  return [tableCall(method, namesOf(columns), record({ [option]: quoted(name) }))];
}

function foreignCall(wanted: CatalogObject, columns: readonly string[]): readonly string[] | undefined {
  const references = textsFact(wanted, 'references');
  const foreign = textsFact(wanted, 'referencedColumns');
  if (!isPlain(...references, ...foreign)) return undefined;
  const action = (method: string, what: string | undefined): string =>
    what === undefined || what === 'no action' ? '' : `.${method}(${quoted(what.toUpperCase())})`;
  return [
    [
      `table.foreign(${namesOf(columns)}, ${quoted(wanted.name)})`,
      `.references(${namesOf(foreign)}).inTable(${quoted(references.join('.'))})`,
      action('onDelete', textFact(wanted, 'onDelete')),
      action('onUpdate', textFact(wanted, 'onUpdate')),
      ';',
    ].join(''),
  ];
}
