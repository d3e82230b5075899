import type { CatalogObject, Fact } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { listed } from '../../fix/grouped.ts';
import { textsFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { ownerOf } from '../../render/names.ts';
import { beforeName, indexForPrimary } from './beside.ts';
import type { Beside } from './beside.ts';
import { carry, stopCarrying } from './carried.ts';
import { leadsTo } from './leads.ts';

/**
 * Takes from the columns that were there what would go with no column: what writes into them, the foreign keys that lead
 * to them, and that they are the primary key, which the columns in their place are from here on.
 */
export function release(beside: readonly Beside[]): readonly string[] {
  return [
    ...beside.flatMap((one) => stopCarrying(one, 'to the one before')),
    ...keysTo(beside).map((key) => dropped(key, beforeName(key.name))),
    ...primariesOf(beside).map((key) => {
      const [name, index] = [key, indexForPrimary(key)].map((one) => quoteIdentifier(one.name));
      return `ALTER TABLE ${ownerOf(key)} DROP CONSTRAINT ${name ?? ''}, ADD CONSTRAINT ${name ?? ''} PRIMARY KEY USING INDEX ${index ?? ''}`;
    }),
    ...beside
      .filter(({ primary }) => primary !== undefined)
      .map(({ live }) => `ALTER TABLE ${ownerOf(live)} ALTER COLUMN ${beforeColumn(live)} DROP NOT NULL`),
  ];
}

/** Gives it back to such columns as are there again and hold nothing yet. */
export function holdAgain(beside: readonly Beside[]): readonly string[] {
  const keys = keysTo(beside);
  // They are kept by the index of the key that goes.
  const onPrimary = keys.filter((key) =>
    beside.some(({ primary, live }) => primary !== undefined && leadsTo(key, live)),
  );
  const primaries = primariesOf(beside);
  return [
    ...beside.flatMap((one) => carry(one, 'to the one before')),
    // The trigger fills it. A value that the old type has no room for is none there.
    ...[...listed(beside, ({ live }) => ownerOf(live))].map(
      ([table, columns]) =>
        `UPDATE ${table} SET ${columns.map(({ live }) => `${beforeColumn(live)} = NULL`).join(', ')}`,
    ),
    ...onPrimary.map((key) => dropped(key, key.name)),
    ...primaries.map((key) => dropped(key, key.name)),
    ...[
      ...primaries.map((key) => onBefore(key, beside)),
      ...primaries.map(indexForPrimary),
      ...onPrimary,
      ...keys.map((key) => ({ ...onBefore(key, beside), name: beforeName(key.name) })),
    ].flatMap((one) => renderObjects([one])),
  ];
}

/** The foreign keys that are there and lead to columns whose place others take, each once. */
function keysTo(beside: readonly Beside[]): readonly CatalogObject[] {
  const keys = beside.flatMap(({ live: column, parts }) =>
    parts.flatMap(({ live }) => (live !== undefined && leadsTo(live, column) ? [live] : [])),
  );
  return [...new Set(keys)];
}

function primariesOf(beside: readonly Beside[]): readonly CatalogObject[] {
  return [...new Set(beside.flatMap(({ primary }) => primary?.live ?? []))];
}

/** A key as it is on the columns that were there before. */
function onBefore(key: CatalogObject, beside: readonly Beside[]): CatalogObject {
  const renamed = (fact: string, schema: string | null, table: string | null): readonly Fact[] =>
    textsFact(key, fact).map((name) =>
      beside.some(({ live }) => live.schema === schema && live.parent === table && live.name === name)
        ? beforeName(name)
        : name,
    );
  const [schema = null, table = null] = textsFact(key, 'references');
  return {
    ...key,
    facts: {
      ...key.facts,
      columns: renamed('columns', key.schema, key.parent),
      ...(key.kind === 'foreign key' && { referencedColumns: renamed('referencedColumns', schema, table) }),
    },
  };
}

function dropped(key: CatalogObject, name: string): string {
  return `ALTER TABLE ${ownerOf(key)} DROP CONSTRAINT ${quoteIdentifier(name)}`;
}

function beforeColumn({ name }: CatalogObject): string {
  return quoteIdentifier(beforeName(name));
}
