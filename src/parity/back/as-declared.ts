import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject, Fact } from '../../catalog/object.ts';
import { nameOfToken, sqlTokens } from '../declared/sql-tokens.ts';
import { DECLARED_KINDS } from '../declared/model.ts';
import type {
  DeclaredFact,
  DeclaredKind,
  DeclaredObject,
  Expression,
  ObjectName,
} from '../declared/model.ts';
import { textsFact } from '../render/facts.ts';

const KINDS = new Set<string>(DECLARED_KINDS);
/** Facts that are names of columns of the object's own table. */
const OWN_COLUMNS = new Set(['columns', 'include', 'setColumns']);
/** What the SQL of a fact may name; of a default, nothing that could be called otherwise. */
const SEES: Readonly<Record<string, Expression['sees']>> = {
  default: 'nothing',
  generation: 'columns',
  expression: 'columns',
  where: 'columns',
  using: 'tables',
  check: 'tables',
  definition: 'query',
};
const NO_ORIGIN = { exported: undefined, property: undefined };

/** Whether a schema could have said that an object is there. */
export function isDeclarable({ kind }: Pick<CatalogObject, 'kind'>): boolean {
  return KINDS.has(kind);
}

/** Whether a fact says whose heir a table is: no fix changes that, since a schema cannot say it. */
export function isOfParents(kind: string, fact: string): boolean {
  return kind === 'table' && fact === 'inherits';
}

/**
 * Objects that were read from a database as a schema would declare them that wants just these: what can mend a
 * database for a schema can then take it back to where it was.
 */
export function asDeclared(objects: readonly CatalogObject[]): readonly DeclaredObject[] {
  const enums = new Map(
    objects
      .filter(({ kind }) => kind === 'enum')
      .map(({ schema, name }) => [keyOf(schema, name), objectName('enum', schema, name)]),
  );
  return objects.filter(isDeclarable).map((object) => ({
    ...object,
    kind: object.kind as DeclaredKind,
    named: true,
    existing: false,
    facts: Object.fromEntries(
      Object.entries(object.facts)
        // Whoever makes it has it: where that is not who had it, the rest of the way says so.
        .filter(([fact]) => fact !== 'owner')
        .map(([fact, value]) => [fact, declaredFact(fact, value, object, enums)]),
    ),
    origin: NO_ORIGIN,
  }));
}

function declaredFact(
  fact: string,
  value: Fact,
  object: CatalogObject,
  enums: ReadonlyMap<string, ObjectName>,
): DeclaredFact {
  const { kind, schema, parent } = object;
  if (value === null) return value;
  if (OWN_COLUMNS.has(fact) && Array.isArray(value))
    return { columnsOf: objectName('table', schema, parent ?? ''), names: value as readonly string[] };
  if (kind === 'foreign key' && fact === 'references') return { object: referenced(object) };
  if (kind === 'foreign key' && fact === 'referencedColumns')
    return { columnsOf: referenced(object), names: value as readonly string[] };
  if (kind === 'column' && fact === 'type') return declaredType(String(value), enums);
  if (kind === 'index' && fact === 'expressions' && Array.isArray(value))
    return (value as readonly Fact[]).map((one) =>
      typeof one === 'string' ? { expression: one, sees: 'columns' as const } : one,
    );
  const sees = SEES[fact];
  return sees === undefined || typeof value !== 'string' || (kind === 'materialized view' && fact === 'using')
    ? value
    : { expression: value, sees };
}

function declaredType(type: string, enums: ReadonlyMap<string, ObjectName>): DeclaredFact {
  if (enums.size === 0) return type;
  const [schema, point, name] = sqlTokens(type);
  if (point?.text !== '.') return type;
  const found = enums.get(
    keyOf((schema && nameOfToken(schema)) ?? null, (name && nameOfToken(name)) ?? null),
  );
  return found === undefined ? type : { type, enum: found };
}

function referenced(key: CatalogObject): ObjectName {
  const [schema = '', name = ''] = textsFact(key, 'references');
  return objectName('table', schema, name);
}

function objectName(kind: DeclaredKind, schema: string | null, name: string): ObjectName {
  return { kind, schema: schema ?? '', name };
}
