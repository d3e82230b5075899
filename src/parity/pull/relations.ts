import { identityKey, keyOf as placeKey } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { camelCase, list, propertyKey, quoted, record } from '../fix/code.ts';
import { columnsOf, keyOf } from '../fix/drizzle/names.ts';
import { textsFact } from '../render/facts.ts';
import { layOut } from './layout.ts';
import { isOwn, targetKey } from './keys.ts';
import { placeOf } from './names.ts';
import { variableFor } from './printing.ts';
import type { Printing } from './printing.ts';
import { pascalCase, singular, withoutKeySuffix } from './words.ts';

/** A foreign key between two tables that are declared. */
interface Link {
  readonly key: CatalogObject;
  readonly from: CatalogObject;
  readonly to: CatalogObject;
  /** Whether no two rows lead to the same one, and it need not be said which way they do. */
  readonly isToOne: boolean;
  /** Whether it is the only one between the two. */
  readonly isOnly: boolean;
}

/** One before it is known what else there is. */
interface Found extends Pick<Link, 'key' | 'from' | 'to'> {
  readonly isUnique: boolean;
}

interface Entry {
  readonly name: string;
  readonly code: string;
}

/** What Drizzle's relational queries join: both ends of each foreign key. */
export function relationTexts(printing: Printing): readonly string[] {
  const { live, names } = printing;
  const tables = live.wholes.filter(({ kind }) => kind === 'table');
  const links = linksOf(tables, printing);
  const entries = new Map<CatalogObject, Entry[]>(tables.map((table) => [table, []]));
  const namers = new Map(tables.map((table) => [table, new Namer(table, printing)]));
  // Where a key leads has the first choice: it is called as its columns are.
  const ones = links.map((link) => {
    const one = namers.get(link.from)?.take(namesOfOne(link, printing)) ?? '';
    return { link, one };
  });
  for (const { link, one } of ones) {
    const relationName = link.isOnly ? undefined : `${variableFor(link.from, printing)}_${one}`;
    entries.get(link.from)?.push({ name: one, code: oneCode(link, relationName, printing) });
  }
  for (const { link, one } of ones) {
    const relationName = link.isOnly ? undefined : `${variableFor(link.from, printing)}_${one}`;
    const many = namers.get(link.to)?.take(namesOfMany(link, printing)) ?? '';
    entries.get(link.to)?.push({ name: many, code: manyCode(link, relationName, printing) });
  }
  return [...entries].flatMap(([table, these]) => {
    if (these.length === 0) return [];
    const used = ['one', 'many'].filter((word) => these.some(({ code }) => code.startsWith(`${word}(`)));
    const body = these.map(({ name, code }) => `  ${layOut(`${propertyKey(name)}: ${code}`, 2)},\n`).join('');
    return `/** What the foreign keys from and to \`${placeOf(table)}\` join. */\nexport const ${
      names.relations.get(identityKey(table)) ?? ''
    } = relations(${variableFor(table, printing)}, ({ ${used.join(', ')} }) => ({\n${body}}));`;
  });
}

/** Keys that mean the same are one relation. */
function linksOf(tables: readonly CatalogObject[], { sides }: Printing): readonly Link[] {
  const byKey = new Map(tables.map((table) => [identityKey(table), table]));
  const seen = new Set<string>();
  const links: Found[] = [];
  for (const from of tables) {
    const parts = sides.inDatabase.partsOf(from);
    for (const key of parts.filter(({ kind, facts }) => kind === 'foreign key' && facts.inherited !== true)) {
      const to = byKey.get(targetKey(key));
      const columns = textsFact(key, 'columns');
      const same = JSON.stringify([identityKey(from), targetKey(key), columns, key.facts.referencedColumns]);
      if (to === undefined || seen.has(same)) continue;
      seen.add(same);
      links.push({ key, from, to, isUnique: isUnique(columns, parts) });
    }
  }
  const between = ({ from, to }: Pick<Found, 'from' | 'to'>): string =>
    placeKey(...[identityKey(from), identityKey(to)].sort());
  const counts = new Map<string, number>();
  for (const link of links) counts.set(between(link), (counts.get(between(link)) ?? 0) + 1);
  return links.map(({ isUnique: isAlone, ...link }) => {
    const isOnly = counts.get(between(link)) === 1 && !isOwn(link.key);
    // One that has a name has to say its columns as well, which only the other end can.
    return { ...link, isOnly, isToOne: isOnly && isAlone };
  });
}

function isUnique(columns: readonly string[], parts: readonly CatalogObject[]): boolean {
  return parts.some((part) => {
    const isKey =
      part.kind === 'primary key' ||
      part.kind === 'unique' ||
      (part.kind === 'index' && part.facts.unique === true && part.facts.where === null);
    const own = Array.isArray(part.facts.columns) ? (part.facts.columns as readonly unknown[]) : [null];
    return isKey && own.every((column) => columns.some((one) => one === column));
  });
}

/** What a row leads to: `author` for `author_id`, else one of its table. */
function namesOfOne(link: Link, printing: Printing): readonly string[] {
  const [stem, target] = [stemOf(link, printing), singular(variableFor(link.to, printing))];
  const columns = pascalCase(camelCase(textsFact(link.key, 'columns').join('_')));
  return [
    stem,
    ...(stem === target ? [] : [`${stem}${pascalCase(target)}`]),
    `${stem}Row`,
    `${target}By${columns}`,
  ];
}

/** What leads to a row: all of a table, or those that lead to it in another way than the usual one. */
function namesOfMany(link: Link, printing: Printing): readonly string[] {
  const { from, to, isOnly, isToOne } = link;
  const all = variableFor(from, printing);
  const own = isToOne ? singular(all) : all;
  const stem = stemOf(link, printing);
  const particular = stem.endsWith('By') ? `${own}${pascalCase(stem)}` : `${own}By${pascalCase(stem)}`;
  return isOnly || stem === singular(variableFor(to, printing)) ? [own, particular] : [particular];
}

/** What a key calls what it leads to: by its column, where it is one. */
function stemOf({ key, to }: Link, printing: Printing): string {
  const [column = '', ...others] = textsFact(key, 'columns');
  const own = others.length > 0 ? '' : (withoutKeySuffix(column) ?? camelCase(column));
  return own === '' ? singular(variableFor(to, printing)) : own;
}

function oneCode({ key, from, to }: Link, relationName: string | undefined, printing: Printing): string {
  const { sides } = printing;
  const columns = (table: CatalogObject, fact: string): string =>
    list(
      columnsOf(
        { schema: table.schema, parent: table.name },
        textsFact(key, fact),
        sides,
        variableFor(table, printing),
      ),
    );
  const options = record({
    fields: columns(from, 'columns'),
    references: columns(to, 'referencedColumns'),
    relationName: relationName === undefined ? undefined : quoted(relationName),
  });
  return `one(${variableFor(to, printing)}, ${options})`;
}

function manyCode({ from, isToOne }: Link, relationName: string | undefined, printing: Printing): string {
  const options = relationName === undefined ? '' : `, { relationName: ${quoted(relationName)} }`;
  return `${isToOne ? 'one' : 'many'}(${variableFor(from, printing)}${options})`;
}

/** Gives names that no column of a table has and no other relation. */
class Namer {
  readonly #taken: Set<string>;

  constructor(table: CatalogObject, { sides }: Printing) {
    const columns = sides.inDatabase.partsOf(table).filter(({ kind }) => kind === 'column');
    this.#taken = new Set(columns.map((column) => keyOf(column, sides)));
  }

  take(candidates: readonly string[]): string {
    const [first = ''] = candidates;
    let free = candidates.find((one) => !this.#taken.has(one));
    for (let number = 2; free === undefined; number += 1) {
      const next = `${first}${number}`;
      if (!this.#taken.has(next)) free = next;
    }
    this.#taken.add(free);
    return free;
  }
}
