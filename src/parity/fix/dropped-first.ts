import type { CatalogObject } from '../../catalog/object.ts';
import { keyOf } from '../../catalog/object.ts';
import { textFact, textsFact } from '../render/facts.ts';
import { listed } from './grouped.ts';
import { PARTS, VIEWS } from './kinds.ts';
import { namesIn } from './mentions.ts';
import { once } from './sides.ts';
import type { Sides } from './sides.ts';

/**
 * What nobody declared and nothing needs that stays: it goes before all else, or it would be in the way of what
 * changes. Its words need not mean anything once that is done.
 */
export const droppedFirst: (sides: Sides) => ReadonlySet<CatalogObject> = once((sides) => {
  const { undeclared } = sides;
  const gone = new Set(undeclared);
  const needed = neededKeys(sides, gone);
  const views = undeclared.filter(({ kind }) => VIEWS.has(kind));
  const read = readViews(sides, views);
  const first = new Set([
    ...undeclared.filter((one) => PARTS.has(one.kind) && !(isKey(one) && needed.has(columnsKey(one)))),
    ...views.filter((view) => !read.has(view)),
  ]);
  for (const column of undeclared) if (isUnusedWork(column, first, sides)) first.add(column);
  return first;
});

/** Whether a column is calculated, so that it is in the way of those that it is calculated from, and nothing that stays uses it. */
function isUnusedWork(
  { kind, schema, parent, name, facts }: CatalogObject,
  first: ReadonlySet<CatalogObject>,
  { inDatabase }: Sides,
): boolean {
  if (kind !== 'column' || typeof facts.generated !== 'string') return false;
  const isNamedIn = (one: CatalogObject, ...texts: readonly string[]): boolean =>
    !first.has(one) && texts.some((text) => namesIn(text).has(name));
  return ![
    ...inDatabase
      .besides({ schema, parent })
      .filter((one) => one.name !== name && (PARTS.has(one.kind) || one.kind === 'column'))
      .map((one) => textsFact(one, 'columns').includes(name) || isNamedIn(one, ...textsOfPart(one))),
    ...inDatabase.of('view', 'materialized view', 'policy').map((one) => isNamedIn(one, ...textsOfPart(one))),
    ...inDatabase
      .of('foreign key')
      .map((key) => !first.has(key) && textsFact(key, 'referencedColumns').includes(name)),
  ].some(Boolean);
}

function textsOfPart(one: CatalogObject): readonly string[] {
  const texts = ['definition', 'generation', 'expression', 'where', 'using', 'check'].map(
    (fact) => textFact(one, fact) ?? '',
  );
  return [...texts, ...textsFact(one, 'expressions')];
}

/** Whether a foreign key can lead to the columns for it. */
export function isKey({ kind, facts }: CatalogObject): boolean {
  if (kind !== 'index') return kind === 'primary key' || kind === 'unique';
  return facts.unique === true && (facts.where ?? null) === null;
}

/** One key for some columns of a table in any order, as a foreign key finds the key that it leads to. */
export function columnsKey(key: CatalogObject): string {
  return keyOf(key.schema, key.parent, ...[...textsFact(key, 'columns')].sort());
}

/** The same of what a foreign key leads to. */
export function targetKey(key: CatalogObject): string {
  const [schema, name] = textsFact(key, 'references');
  return keyOf(schema ?? null, name ?? null, ...[...textsFact(key, 'referencedColumns')].sort());
}

/** Columns that a foreign key leads to which is not dropped. */
function neededKeys({ inDatabase }: Sides, gone: ReadonlySet<CatalogObject>): ReadonlySet<string> {
  return new Set(
    inDatabase
      .of('foreign key')
      .filter((key) => !gone.has(key))
      .map(targetKey),
  );
}

/** Views of these that others read which stay, or policies do. */
function readViews({ inDatabase }: Sides, views: readonly CatalogObject[]): ReadonlySet<CatalogObject> {
  if (views.length === 0) return new Set();
  const gone = new Set(views);
  const byName = listed(views, ({ name }) => name);
  const read = new Set<CatalogObject>();
  const note = (texts: readonly string[]): void => {
    for (const name of texts.flatMap((text) => [...namesIn(text)])) {
      for (const view of byName.get(name) ?? []) {
        if (read.has(view)) continue;
        read.add(view);
        note([textFact(view, 'definition') ?? '']);
      }
    }
  };
  for (const view of inDatabase.of('view', 'materialized view'))
    if (!gone.has(view)) note([textFact(view, 'definition') ?? '']);
  for (const policy of inDatabase.of('policy'))
    note([textFact(policy, 'using') ?? '', textFact(policy, 'check') ?? '']);
  return read;
}
