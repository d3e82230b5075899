import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Relation, RelationColumn } from '../relations.ts';
import { isName } from './case.ts';
import type { Case } from './case.ts';

/**
 * Where the names in an expression come from. `nothing`: it may not have any. `record`: a row of the columns' types,
 * which needs no right on the table. `table`: the table itself, which `"auth"."users"."id"`, a system column or a
 * whole row can be of.
 */
export type RowSource = 'nothing' | 'record' | 'table';

/** The sources to try for a question, the likelier one first. */
export function rowSourcesOf(
  { question: { sees, relation } }: Case,
  { mayUseTable }: { mayUseTable: boolean },
): readonly RowSource[] {
  if (sees === 'nothing' || relation === undefined) return ['nothing'];
  const record: readonly RowSource[] = relation.columns.length > 0 ? ['record'] : [];
  // By its own name, the table has its columns under their own names.
  if (!mayUseTable || isRenamed(relation)) return record;
  return sees === 'tables' ? ['table', ...record] : [...record, 'table'];
}

/** Whether the schema calls the table or a column otherwise than the database does. */
export function isRenamed({ name, declaredName, columns }: Relation): boolean {
  return name !== declaredName || columns.some(({ live, declared }) => live !== declared);
}

/** The columns that the texts may name: a type that the role may not use is of no concern when they do not. */
export function namedColumns(
  relation: Relation,
  candidates: readonly { readonly asked: Case }[],
): readonly RelationColumn[] {
  const tokens = candidates.flatMap(({ asked }) => [...asked.declared, ...asked.live]).filter(isName);
  // A letter that some encodings fold, and escapes in a name: neither is worked out here.
  if (tokens.some(({ kind, value }) => kind === 'name' && (value === 'u' || !/^[\x20-\x7e]*$/.test(value)))) {
    return relation.columns;
  }
  const names = new Set(tokens.map(({ value }) => value));
  const named = relation.columns.filter(({ live, declared }) => names.has(live) || names.has(declared));
  return named.length > 0 ? named : relation.columns;
}

/** A row of columns by the names that one side gives them, as an item of FROM. */
export function recordOf(
  alias: string,
  columns: readonly RelationColumn[],
  side: 'live' | 'declared',
): string {
  const list = columns.map((column) => `${quoteIdentifier(column[side])} ${column.type}`);
  return `pg_catalog.jsonb_to_record('{}') AS ${quoteIdentifier(alias)}(${list.join(', ')})`;
}

/** The table itself, as an item of FROM. */
export function tableOf({ schema, name }: Relation): string {
  return `ONLY ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
