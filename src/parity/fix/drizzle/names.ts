import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../../catalog/object.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import { call, camelCase, property, quoted } from '../code.ts';
import { declaredOf } from '../sides.ts';
import type { Sides } from '../sides.ts';

/** What makes each kind, as a function of its own and as a method of a namespace. */
const MAKERS: Readonly<Record<string, readonly [alone: string, within: string]>> = {
  table: ['pgTable', 'table'],
  enum: ['pgEnum', 'enum'],
  sequence: ['pgSequence', 'sequence'],
  view: ['pgView', 'view'],
  'materialized view': ['pgMaterializedView', 'materializedView'],
};

/** The beginning of a declaration: `auth.table(`, `pgTable(` … without the parenthesis. */
export function makerOf(kind: string, schema: string | null, sides: Sides): string {
  const [alone, within] = MAKERS[kind] ?? ['', ''];
  const namespace = sides.inSchema.of('schema').find(({ name }) => name === schema);
  if (namespace === undefined && isHome(schema, sides)) return alone;
  return `${namespaceVariable(namespace, sides) ?? call('pgSchema', quoted(schema ?? ''))}.${within}`;
}

/** The variable that an object of the database has in the schema, or would have. */
export function variableOf(object: Identity, sides: Sides): string {
  const { kind, schema, parent, name } = object;
  const exported = declaredOf(object, sides)?.origin.exported;
  return (
    exported ?? sides.variables.get(identityKey({ kind, schema, parent, name })) ?? (camelCase(name) || 'it')
  );
}

/** The key of a column in its table. */
export function keyOf(column: Identity, sides: Sides): string {
  const declared = declaredOf(column, sides);
  return declared?.origin.property ?? (camelCase(column.name) || column.name);
}

/** A column as a function of its table names it: `t.userId`. */
export function columnOf(
  table: Pick<CatalogObject, 'schema' | 'parent'>,
  name: string,
  sides: Sides,
  of = 't',
): string {
  const { schema, parent } = table;
  return property(of, keyOf({ kind: 'column', schema, parent, name }, sides));
}

/** Several of them. */
export function columnsOf(
  table: Pick<CatalogObject, 'schema' | 'parent'>,
  names: readonly string[],
  sides: Sides,
  of = 't',
): readonly string[] {
  return names.map((name) => columnOf(table, name, sides, of));
}

/** The variable of a declared object; undefined where it is in no export. */
function namespaceVariable(namespace: DeclaredObject | undefined, { declared }: Sides): string | undefined {
  const exported = namespace?.origin.exported;
  // One that stands in no export is known by what is declared in it.
  const isImplied = declared.some((one) => one !== namespace && one.origin.exported === exported);
  return isImplied ? undefined : exported;
}

/** Whether what names no namespace is in this one. */
function isHome(schema: string | null, { declared }: Sides): boolean {
  return schema === 'public' || declared.some((one) => one.parent === null && one.schema === schema);
}
