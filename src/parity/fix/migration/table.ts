import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import { listFact, textsFact } from '../../render/facts.ts';
import { nameOf, qualified } from '../../render/names.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { isPlain, raw, remark, schemaCall } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import { mentions } from '../mentions.ts';
import { textsOf } from '../live-texts.ts';
import { once } from '../sides.ts';
import type { Sides, Subject } from '../sides.ts';
import { leadsTo } from './dependents.ts';
import { freeNames } from './held-names.ts';

/** What mends a table as a whole. */
export function tableMigration({ attribute, declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropTable(live, sides);
  if (live === undefined) return createTable(declared, sides);
  if (attribute === 'renamed') {
    return isPlain(live.schema, live.name, declared.name)
      ? schemaCall(live.schema, 'renameTable', live.name, declared.name)
      : raw([`ALTER TABLE ${nameOf(live)} RENAME TO ${quoteIdentifier(declared.name)}`]);
  }
  if (attribute !== 'rls' && attribute !== 'forceRls') return [];
  const isOn = declared.facts[attribute] === true;
  const words = attribute === 'rls' ? (isOn ? 'ENABLE' : 'DISABLE') : isOn ? 'FORCE' : 'NO FORCE';
  return raw([`ALTER TABLE ${nameOf(live)} ${words} ROW LEVEL SECURITY`]);
}

/** Makes a table with all that it has, and with what earlier tables have that needs it. */
export function createTable(declared: DeclaredObject, sides: Sides): Pieces {
  const known = placements(sides).get(identityKey(declared));
  const objects = known ?? [declared, ...sides.inSchema.partsOf(declared)];
  const wanted = objects.map((one) => asLive(one, sides));
  return [...freeNames(wanted, sides), ...made(wanted)];
}

/** By table what is made with it: what needs several tables that are missing, is made with the last of them. */
const placements: (sides: Sides) => ReadonlyMap<string, readonly DeclaredObject[]> = once((sides) => {
  const tables = sides.missing.filter(({ kind }) => kind === 'table');
  const places = new Map(tables.map(({ schema, name }, index) => [keyOf(schema, name), index]));
  const objects = tables.map((table): DeclaredObject[] => [table]);
  tables.forEach((table, own) => {
    for (const part of sides.inSchema.partsOf(table)) {
      objects[Math.max(own, lastNeeded(part, tables, places, sides))]?.push(part);
    }
  });
  return new Map(tables.map((table, index) => [identityKey(table), objects[index] ?? []]));
});

/** The last of the tables without which a part of another one cannot be made; -1 where there is none. */
function lastNeeded(
  part: DeclaredObject,
  tables: readonly DeclaredObject[],
  places: ReadonlyMap<string, number>,
  sides: Sides,
): number {
  if (part.kind === 'foreign key') {
    const key = asLive(part, sides);
    return key.facts.inherited === true ? -1 : (places.get(keyOf(...textsFact(key, 'references'))) ?? -1);
  }
  if (part.kind !== 'policy') return -1;
  const texts = textsOf(asLive(part, sides));
  return tables.findLastIndex(({ name }) => texts.some((text) => mentions(text, name)));
}

/** Where each table that goes stands among those that do. */
const turnsOfGoing: (sides: Sides) => ReadonlyMap<string, number> = once(
  ({ undeclared }) =>
    new Map(
      undeclared
        .filter(({ kind }) => kind === 'table')
        .map(({ schema, name }, index) => [keyOf(schema, name), index]),
    ),
);

/** By table the foreign keys that lead to it, and the tables that inherit from it. */
const hangingOn: (sides: Sides) => ReadonlyMap<string, readonly CatalogObject[]> = once(({ inDatabase }) => {
  const hanging = new Map<string, CatalogObject[]>();
  const note = (place: readonly string[], one: CatalogObject): void => {
    const key = keyOf(...place);
    const known = hanging.get(key);
    if (known === undefined) hanging.set(key, [one]);
    else known.push(one);
  };
  for (const key of inDatabase.of('foreign key')) note(textsFact(key, 'references'), key);
  for (const table of inDatabase.of('table'))
    for (const parent of listFact(table, 'inherits')) note(parent as readonly string[], table);
  return hanging;
});

function dropTable(live: CatalogObject, sides: Sides): Pieces {
  const turns = turnsOfGoing(sides);
  const own = keyOf(live.schema, live.name);
  const turn = turns.get(own) ?? -1;
  const hanging = hangingOn(sides).get(own) ?? [];
  // Those of a table that is dropped after it.
  const keys = hanging.filter(
    (one) => leadsTo(one, live) && (turns.get(keyOf(one.schema, one.parent)) ?? -1) > turn,
  );
  const heirs = hanging.filter(({ kind }) => kind === 'table');
  return [
    ...remark('What the table holds is lost.'),
    ...keys.flatMap(dropped),
    ...raw(
      heirs.map((table) => `ALTER TABLE ${nameOf(table)} NO INHERIT ${qualified([live.schema, live.name])}`),
    ),
    ...dropped(live),
  ];
}
