import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { textFact } from '../render/facts.ts';
import { enumTypes } from './enum-types.ts';
import { isView } from './live.ts';
import type { Live } from './live.ts';
import { kebabCase } from './words.ts';

/** Which file everything goes into, as paths without ending. */
export interface Places {
  /** By identity. */
  readonly of: ReadonlyMap<string, string>;
  readonly index: string;
  readonly relations: string;
  /** What makes columns that Drizzle has no builder for. */
  readonly types: string;
  /** Tables that foreign keys lead to and that are not declared. */
  readonly elsewhere: string;
}

/** Names that Windows gives to no file. */
const NO_FILE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** A file for each table and view; a folder for each namespace where there are several. */
export function placeAll({ schemas, objects, wholes, roles, elsewhere }: Live): Places {
  const root = new Folder('', ['index', 'relations', 'namespace']);
  const isFlat = schemas.length < 2;
  const folders = new Map(
    schemas.map((schema) => [
      schema,
      isFlat ? root : new Folder(`${root.take(schema, 'schema')}/`, ['namespace']),
    ]),
  );
  const folderOf = ({ schema }: Identity): Folder => folders.get(schema ?? '') ?? root;
  const of = new Map<string, string>();
  for (const one of wholes) {
    if (one.kind === 'table' || isView(one))
      of.set(identityKey(one), folderOf(one).take(one.name, one.kind.replace(' ', '-')));
  }
  const users = usersOfEnums(objects, wholes);
  for (const one of wholes.filter(({ kind }) => kind === 'enum')) {
    const [user, ...others] = users.get(one) ?? [];
    const own = user === undefined || others.length > 0 ? undefined : of.get(identityKey(user));
    of.set(identityKey(one), own ?? folderOf(one).shared('enums', 'enum-types'));
  }
  for (const one of wholes.filter(({ kind }) => kind === 'sequence'))
    of.set(identityKey(one), folderOf(one).shared('sequences', 'counters'));
  for (const schema of schemas) {
    const folder = folders.get(schema) ?? root;
    of.set(
      identityKey({ kind: 'schema', schema: null, parent: null, name: schema }),
      `${folder.path}namespace`,
    );
  }
  for (const role of roles) of.set(identityKey(role), root.shared('roles', 'database-roles'));
  const outside = root.shared('elsewhere', 'tables-elsewhere');
  for (const one of elsewhere) of.set(identityKey(one), outside);
  return {
    of,
    index: 'index',
    relations: 'relations',
    types: root.shared('types', 'column-types'),
    elsewhere: outside,
  };
}

/** The tables and views that have columns of each enum. */
function usersOfEnums(
  objects: readonly CatalogObject[],
  wholes: readonly CatalogObject[],
): ReadonlyMap<CatalogObject, readonly CatalogObject[]> {
  const enumOf = enumTypes(wholes);
  const owners = new Map(
    wholes.flatMap((one) =>
      one.kind === 'table' || isView(one) ? [[ownKey(one.schema, one.name), one]] : [],
    ),
  );
  const users = new Map<CatalogObject, CatalogObject[]>();
  for (const column of objects.filter(({ kind }) => kind === 'column')) {
    const type = enumOf(textFact(column, 'type') ?? '');
    const owner = owners.get(ownKey(column.schema, column.parent));
    if (type === undefined || owner === undefined) continue;
    const known = users.get(type) ?? [];
    if (!known.includes(owner)) users.set(type, [...known, owner]);
  }
  return users;
}

function ownKey(schema: string | null, name: string | null): string {
  return JSON.stringify([schema, name]);
}

/** A folder, in which no two files are called alike, whatever the case. */
class Folder {
  readonly path: string;
  readonly #taken: Set<string>;
  readonly #shared = new Map<string, string>();

  constructor(path: string, taken: readonly string[]) {
    this.path = path;
    this.#taken = new Set(taken);
  }

  /** A file for something of that name. */
  take(name: string, kind: string): string {
    const own = kebabCase(name);
    return this.path + this.#free([own, own === '' ? kind : `${own}-${kind}`]);
  }

  /** A file for several things, by the first of these names that no table has. */
  shared(...names: readonly string[]): string {
    const [first = ''] = names;
    const known = this.#shared.get(first) ?? this.#free(names);
    this.#shared.set(first, known);
    return this.path + known;
  }

  #free(candidates: readonly string[]): string {
    const isFree = (name: string): boolean => name !== '' && !NO_FILE.test(name) && !this.#taken.has(name);
    const stem = candidates.findLast((one) => one !== '') ?? '';
    let free = candidates.find(isFree);
    for (let number = 2; free === undefined; number += 1) free = [`${stem}-${number}`].find(isFree);
    this.#taken.add(free);
    return free;
  }
}
