import { identityKey, keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { nameOfToken, sqlTokens } from '../declared/sql-tokens.ts';
import { camelCase } from '../fix/code.ts';
import { freeOf, NOT_FREE } from '../fix/drizzle/variables.ts';
import { Grouped } from '../fix/grouped.ts';
import { isView } from './live.ts';
import type { Live } from './live.ts';
import { pascalCase, singular } from './words.ts';

/** What a pulled schema calls everything. */
export interface PulledNames {
  /** Of what is exported, by identity. */
  readonly variables: ReadonlyMap<string, string>;
  /** Of columns in their tables and views, by identity. */
  readonly keys: ReadonlyMap<string, string>;
  /** Of a table's relations, by the table's identity. */
  readonly relations: ReadonlyMap<string, string>;
  /** Of a row of a table or a view, by identity. */
  readonly rows: ReadonlyMap<string, string>;
  /** Of types that Drizzle has no builder for, by the type. */
  readonly customs: (type: string) => string;
}

/** Namespaces as identities; all else brings its own. */
export function namespaceOf(schema: string): Identity {
  return { kind: 'schema', schema: null, parent: null, name: schema };
}

/** What is put behind a name that something else has. */
const SUFFIXES: Readonly<Record<string, string>> = {
  enum: 'Enum',
  sequence: 'Sequence',
  schema: 'Schema',
  role: 'Role',
};

/** Properties that Drizzle's tables have themselves. */
const OF_TABLES: ReadonlySet<string> = new Set(['enableRLS', '_', '$inferSelect', '$inferInsert']);

/** Names everything as TypeScript's own are, and nothing like anything else. Tables have the first choice. */
export function nameAll({ schemas, objects, wholes, roles, elsewhere }: Live): PulledNames {
  const taken = new Set(NOT_FREE);
  const variables = new Map<string, string>();
  const take = (candidates: readonly string[]): string => {
    const name = freeOf(candidates, taken);
    taken.add(name);
    return name;
  };
  const tables = inOrderOfHome(wholes.filter((one) => one.kind === 'table' || isView(one)));
  for (const one of [
    ...tables,
    ...inOrderOfHome(wholes.filter((whole) => !tables.includes(whole))),
    ...schemas.map(namespaceOf),
    ...roles,
    ...elsewhere.filter(({ kind }) => kind === 'table'),
    ...[...new Set(elsewhere.map(({ schema }) => schema ?? ''))].map(namespaceOf),
  ]) {
    if (!variables.has(identityKey(one))) variables.set(identityKey(one), take(candidatesFor(one)));
  }
  const relations = new Map(
    tables.map((table) => [
      identityKey(table),
      take([`${variables.get(identityKey(table)) ?? ''}Relations`]),
    ]),
  );
  const customs = new Map<string, string>();
  return {
    variables,
    relations,
    keys: keysOf([...objects, ...elsewhere], [...wholes, ...elsewhere]),
    rows: rowNames(tables, variables),
    customs: (type) => {
      const known = customs.get(type) ?? take(customCandidates(type));
      customs.set(type, known);
      return known;
    },
  };
}

/** `public` first, so that what is called alike in another namespace is told apart by that. */
function inOrderOfHome(objects: readonly CatalogObject[]): readonly CatalogObject[] {
  return [
    ...objects.filter(({ schema }) => schema === 'public'),
    ...objects.filter(({ schema }) => schema !== 'public'),
  ];
}

function candidatesFor({ kind, schema, name }: Identity): readonly string[] {
  const own = camelCase(name);
  const suffix = SUFFIXES[kind];
  return [
    own,
    ...(suffix === undefined ? [] : [`${own}${suffix}`]),
    ...(schema === null ? [] : [camelCase(`${schema}_${name}`), camelCase(`${name}_of_${schema}`)]),
  ];
}

/** `citext` of `public.citext`, `textC` of `text collate pg_catalog."C"`. */
function customCandidates(type: string): readonly string[] {
  const words = sqlTokens(type).flatMap((token) => nameOfToken(token) ?? []);
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const own = type.includes(' collate ') ? `${first}_${last}` : last;
  return [own, words.join('_'), `${own}_type`].map(camelCase);
}

/** A key for each column; one that is called as its key would be has it before others. */
function keysOf(
  objects: readonly CatalogObject[],
  owners: readonly CatalogObject[],
): ReadonlyMap<string, string> {
  const parts = new Grouped(objects.filter(({ kind }) => kind === 'column'));
  const keys = new Map<string, string>();
  for (const owner of owners) {
    const taken = new Set(OF_TABLES);
    const isItsOwn = ({ name }: CatalogObject): boolean => camelCase(name) === name;
    const columns = parts.partsOf(owner);
    for (const column of [...columns.filter(isItsOwn), ...columns.filter((one) => !isItsOwn(one))]) {
      const key = keyFor(column.name, taken);
      taken.add(key);
      keys.set(identityKey(column), key);
    }
  }
  return keys;
}

function keyFor(name: string, taken: ReadonlySet<string>): string {
  // Any name may be a key: what TypeScript cannot write plainly stands in quotes.
  const candidates = [camelCase(name), name, `${camelCase(name)}Column`];
  const free = candidates.find((one) => one !== '' && one !== '__proto__' && !taken.has(one));
  if (free !== undefined) return free;
  let number = 2;
  while (taken.has(`${name}${number}`)) number += 1;
  return `${name}${number}`;
}

/** Names for rows, of which there are two each: as it is read, and as it is inserted. */
function rowNames(
  tables: readonly CatalogObject[],
  variables: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    tables.map((table) => {
      const variable = variables.get(identityKey(table)) ?? '';
      const own = pascalCase(singular(variable));
      const candidates = [own, pascalCase(variable), `${own}Row`];
      const isFree = (name: string): boolean => !taken.has(name) && !taken.has(`New${name}`);
      let row = candidates.find(isFree);
      for (let number = 2; row === undefined; number += 1) row = [`${own}Row${number}`].find(isFree);
      taken.add(row).add(`New${row}`);
      return [identityKey(table), row];
    }),
  );
}

/** How the schema says a place for people: `auth.users`, and `users` where there is but one. */
export function placeOf({ schema, name }: Identity): string {
  return schema === null || schema === 'public' ? name : keyOf(schema, name).replace('\0', '.');
}
