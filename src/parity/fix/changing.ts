import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import type { DeclaredFact } from '../declared/model.ts';
import { isExpression } from '../pair/terms.ts';
import { textFact, textsFact } from '../render/facts.ts';
import type { Finding } from './index.ts';
import { listed } from './grouped.ts';
import { namesIn } from './mentions.ts';

/** What becomes of a column, so that nothing that is on it stays as it is. */
const CHANGES = new Set(['type', 'undeclared', 'collation']);

/** Columns of one table by their names, on both sides where these are two. */
interface Changing {
  readonly table: string;
  readonly names: ReadonlySet<string>;
}

/** Columns that become others, by the keys of their tables in the database. */
export type ChangingColumns = ReadonlyMap<string, Changing>;

/** Columns that get another type or collation, or go; those that are calculated from them are made again. */
export function changingColumns(
  findings: readonly Finding[],
  live: readonly CatalogObject[],
): ChangingColumns {
  const columns = findings
    .filter(({ kind, attribute }) => kind === 'column' && CHANGES.has(attribute))
    .flatMap(({ subject }) =>
      subject.live === undefined ? [] : [{ live: subject.live, declared: subject.declared }],
    );
  if (columns.length === 0) return new Map();
  const byTable = listed(columns, (one) => tableOf(one.live));
  const calculated = listed(
    live.filter(({ kind, facts }) => kind === 'column' && typeof facts.generation === 'string'),
    tableOf,
  );
  return new Map(
    [...byTable].map(([key, own]) => {
      const names = new Set(
        own.flatMap((one) => [one.live.name, ...(one.declared === undefined ? [] : [one.declared.name])]),
      );
      const others = (calculated.get(key) ?? []).filter((one) =>
        isAmong(namesIn(textFact(one, 'generation') ?? ''), names),
      );
      return [
        key,
        { table: own[0]?.live.parent ?? '', names: new Set([...names, ...others.map(({ name }) => name)]) },
      ];
    }),
  );
}

/** Whether a part of a table is on a column that becomes another one, as it is or as it is to be. */
export function isOnChanging(
  { declared, live }: Pick<Finding['subject'], 'declared' | 'live'>,
  changing: ChangingColumns,
): boolean {
  if (live === undefined || changing.size === 0) return false;
  const named = new Set([live, declared].flatMap((one) => (one === undefined ? [] : namesOf(one.facts))));
  const own = changing.get(tableOf(live));
  // The name of the table is that of all its columns at once.
  if (own !== undefined && (named.has(own.table) || isAmong(own.names, named))) return true;
  if (live.kind === 'foreign key') {
    const [schema = null, name = null] = textsFact(live, 'references');
    const target = changing.get(keyOf(schema, name));
    return target !== undefined && isAmong(target.names, named);
  }
  return (
    live.kind === 'policy' &&
    [...changing.values()].some(({ table, names }) => named.has(table) && isAmong(names, named))
  );
}

const LISTS = ['columns', 'include', 'setColumns', 'referencedColumns'];
const TEXTS = ['expressions', 'where', 'expression', 'using', 'check'];

function namesOf(facts: Readonly<Record<string, DeclaredFact>>): readonly string[] {
  return [
    ...LISTS.flatMap((fact) => listedIn(facts[fact])),
    ...TEXTS.flatMap((fact) => textsIn(facts[fact])).flatMap((text) => [...namesIn(text)]),
  ];
}

function listedIn(fact: DeclaredFact | undefined): readonly string[] {
  if (typeof fact !== 'object' || fact === null) return [];
  const names = 'columnsOf' in fact ? fact.names : Array.isArray(fact) ? (fact as readonly unknown[]) : [];
  return names.filter((name) => typeof name === 'string');
}

function textsIn(fact: DeclaredFact | undefined): readonly string[] {
  if (typeof fact === 'string') return [fact];
  if (fact === undefined || fact === null) return [];
  if (isExpression(fact)) return [fact.expression];
  return Array.isArray(fact) ? (fact as readonly DeclaredFact[]).flatMap(textsIn) : [];
}

function isAmong(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].some((name) => all.has(name));
}

function tableOf({ schema, parent }: Identity): string {
  return keyOf(schema, parent);
}
