import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { listFact, textFact, textsFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { nameOf } from '../../render/names.ts';
import { quoted } from '../code.ts';
import { alterTable, isPlain, namesOf, raw, remark, tableCall } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';
import { around, asideOfKey, NOTHING, stepsOf } from './aside.ts';
import { freeNames } from './held-names.ts';

/** What mends an index: Postgres changes hardly anything about one. */
export function indexMigration({ attribute, declared, live }: Subject, sides: Sides): string {
  if (declared === undefined) {
    return live === undefined ? '' : changed(live, dropCall(live), [`DROP INDEX ${nameOf(live)}`]);
  }
  if (attribute === 'renamed' && live !== undefined)
    return raw([`ALTER INDEX ${nameOf(live)} RENAME TO ${quoteIdentifier(declared.name)}`]);
  const wanted = asLive(declared, sides, live);
  const note = wanted.facts.unique === true ? [remark('Fails where two rows have the same values.')] : [];
  if (live === undefined)
    return [...note, freeNames([wanted], sides), changed(wanted, addCall(wanted), renderObjects([wanted]))]
      .filter((one) => one !== '')
      .join('\n');
  const steps = stepsOf(live.facts.unique === true ? asideOfKey(live, sides) : NOTHING, sides);
  const [drop, add] = [dropCall(live), addCall(wanted)];
  const calls = drop === undefined || add === undefined ? undefined : [...drop, ...add];
  const change = changed(live, calls, [`DROP INDEX ${nameOf(live)}`, ...renderObjects([wanted])]);
  return [...note, around(steps, change)].join('\n');
}

function changed(
  { schema, parent }: CatalogObject,
  calls: readonly string[] | undefined,
  statements: readonly string[],
): string {
  return calls === undefined ? raw(statements) : alterTable({ schema, name: parent ?? '' }, calls);
}

function dropCall({ schema, parent, name }: CatalogObject): readonly string[] | undefined {
  return isPlain(schema, parent, name) ? [tableCall('dropIndex', '[]', quoted(name))] : undefined;
}

/** The builder knows columns, in their usual order. */
function addCall(wanted: CatalogObject): readonly string[] | undefined {
  const { schema, parent, name, facts } = wanted;
  const columns = textsFact(wanted, 'columns');
  const isUsual =
    facts.unique !== true &&
    textFact(wanted, 'method') === 'btree' &&
    columns.length === listFact(wanted, 'columns').length &&
    listFact(wanted, 'opclasses').every((one) => one === null) &&
    listFact(wanted, 'collations').every((one) => one === null) &&
    listFact(wanted, 'orders').every((one) => one === 'asc') &&
    listFact(wanted, 'nulls').every((one) => one === 'last') &&
    facts.where === null &&
    textsFact(wanted, 'with').length === 0;
  return isUsual && isPlain(schema, parent, name, ...columns)
    ? [tableCall('index', namesOf(columns), quoted(name))]
    : undefined;
}
