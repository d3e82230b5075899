import type { CatalogObject } from '../../../catalog/object.ts';
import { addCheck } from '../../render/check.ts';
import { addExclusion } from '../../render/exclusion.ts';
import { addForeignKey } from '../../render/foreign-key.ts';
import { renderObjects } from '../../render/index.ts';
import { addPrimaryKey } from '../../render/primary-key.ts';
import { createIndex } from '../../render/table-index.ts';
import { addUnique } from '../../render/unique.ts';

/** What makes a part of a table: asked directly, since putting one thing in order takes far longer than saying it. */
const MAKING: Readonly<Record<string, (part: CatalogObject) => readonly string[]>> = {
  'primary key': addPrimaryKey,
  unique: addUnique,
  check: addCheck,
  'exclusion constraint': addExclusion,
  'foreign key': addForeignKey,
  index: createIndex,
};

/** Asked for again and again while one object is looked at. */
const KNOWN = new WeakMap<CatalogObject, string>();

/** The statement that makes a constraint or an index alone, without what is said of it afterwards. */
export function statementOf(object: CatalogObject): string {
  const known = KNOWN.get(object);
  if (known !== undefined) return known;
  const statement = statementsOf(object)[0] ?? '';
  KNOWN.set(object, statement);
  return statement;
}

function statementsOf(object: CatalogObject): readonly string[] {
  // What comes from a parent may be made with that.
  const make = object.facts.inherited === true ? undefined : MAKING[object.kind];
  return make === undefined ? renderObjects([object]) : make(object);
}
