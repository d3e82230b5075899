import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import { listFact } from '../../render/facts.ts';
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

const NEEDING = new Set(['foreign key', 'policy']);

/** By table what is made with it: what needs several tables that are missing, is made with the last of them. */
const placements: (sides: Sides) => ReadonlyMap<string, readonly DeclaredObject[]> = once((sides) => {
  const tables = sides.missing.filter(({ kind }) => kind === 'table');
  const objects = tables.map((table): DeclaredObject[] => [table]);
  tables.forEach((table, own) => {
    for (const part of sides.inSchema.partsOf(table)) {
      const live = NEEDING.has(part.kind) ? asLive(part, sides) : undefined;
      const last = live === undefined ? own : tables.findLastIndex((other) => needs(live, other));
      objects[Math.max(own, last)]?.push(part);
    }
  });
  return new Map(tables.map((table, index) => [identityKey(table), objects[index] ?? []]));
});

/** Whether a foreign key or a policy cannot be made before a table is there. */
function needs(part: CatalogObject, table: DeclaredObject): boolean {
  if (part.kind === 'foreign key') return leadsTo(part, table);
  return part.kind === 'policy' && textsOf(part).some((text) => mentions(text, table.name));
}

function dropTable(live: CatalogObject, { inDatabase, undeclared }: Sides): Pieces {
  const tables = undeclared.filter(({ kind }) => kind === 'table');
  const later = tables.slice(tables.indexOf(live) + 1);
  // Those of a table that is dropped after it.
  const keys = inDatabase
    .of('foreign key')
    .filter(
      (key) =>
        leadsTo(key, live) && later.some(({ schema, name }) => key.schema === schema && key.parent === name),
    );
  const heirs = inDatabase
    .of('table')
    .filter((table) =>
      listFact(table, 'inherits').some(
        (parent) => JSON.stringify(parent) === JSON.stringify([live.schema, live.name]),
      ),
    );
  return [
    ...remark('What the table holds is lost.'),
    ...keys.flatMap(dropped),
    ...raw(
      heirs.map((table) => `ALTER TABLE ${nameOf(table)} NO INHERIT ${qualified([live.schema, live.name])}`),
    ),
    ...dropped(live),
  ];
}
