const KIND = Symbol.for('drizzle:entityKind');
const IS_ENUM = Symbol.for('drizzle:isPgEnum');
const IS_TABLE = Symbol.for('drizzle:IsDrizzleTable');

/** What Drizzle keeps under its own symbols; they are the same in every copy and version of it. */
export type DrizzleSymbol =
  | 'Name'
  | 'OriginalName'
  | 'Schema'
  | 'Columns'
  | 'ExtraConfigColumns'
  | 'ExtraConfigBuilder'
  | 'PgInlineForeignKeys'
  | 'EnableRLS'
  | 'IsAlias'
  | 'ViewBaseConfig'
  | 'PgViewConfig'
  | 'PgMaterializedViewConfig';

/** Reads a property that Drizzle hides from enumeration. */
export function hidden(object: object, name: DrizzleSymbol): unknown {
  return (object as Record<symbol, unknown>)[SYMBOLS[name]];
}

const SYMBOLS: Readonly<Record<DrizzleSymbol, symbol>> = {
  Name: Symbol.for('drizzle:Name'),
  OriginalName: Symbol.for('drizzle:OriginalName'),
  Schema: Symbol.for('drizzle:Schema'),
  Columns: Symbol.for('drizzle:Columns'),
  ExtraConfigColumns: Symbol.for('drizzle:ExtraConfigColumns'),
  ExtraConfigBuilder: Symbol.for('drizzle:ExtraConfigBuilder'),
  PgInlineForeignKeys: Symbol.for('drizzle:PgInlineForeignKeys'),
  EnableRLS: Symbol.for('drizzle:EnableRLS'),
  IsAlias: Symbol.for('drizzle:IsAlias'),
  ViewBaseConfig: Symbol.for('drizzle:ViewBaseConfig'),
  PgViewConfig: Symbol.for('drizzle:PgViewConfig'),
  PgMaterializedViewConfig: Symbol.for('drizzle:PgMaterializedViewConfig'),
};

/** By the class, of which there are few. */
const kindsOfClass = new WeakMap<object, readonly string[]>();

/** What Drizzle calls the classes of an object, its own first; nothing for what is not Drizzle's. */
export function entityKinds(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const type = (Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null)?.constructor;
  if (typeof type !== 'function') return [];
  const known = kindsOfClass.get(type);
  if (known !== undefined) return known;
  const kinds = kindsAlong(type);
  kindsOfClass.set(type, kinds);
  return kinds;
}

/** By the names along the chain: `instanceof` would know the classes of one copy only. */
function kindsAlong(first: object): readonly string[] {
  const kinds: string[] = [];
  for (let type: unknown = first; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    const kind: unknown = Object.hasOwn(type, KIND)
      ? (type as unknown as Record<symbol, unknown>)[KIND]
      : undefined;
    if (typeof kind === 'string') kinds.push(kind);
  }
  return kinds;
}

/** Whether an object is of a class of Drizzle's, or of one derived from it. */
export function isEntity(value: unknown, kind: string): boolean {
  return entityKinds(value).includes(kind);
}

/** Whether it is a table of any dialect. */
export function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && IS_TABLE in value;
}

/** Whether it is a view of any dialect. */
export function isView(value: unknown): value is object {
  return isEntity(value, 'View');
}

/** A `pgEnum`, which is a function that makes columns. */
export interface PgEnum {
  readonly enumName: string;
  readonly enumValues: readonly string[];
  readonly schema: string | undefined;
}

/** Whether it is a `pgEnum` in either of its forms. */
export function isEnum(value: unknown): value is PgEnum & object {
  return typeof value === 'function' && (value as unknown as Record<symbol, unknown>)[IS_ENUM] === true;
}
