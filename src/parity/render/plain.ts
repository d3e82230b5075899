import type { CatalogObject, Fact } from '../../catalog/object.ts';
import type { DeclaredFact, DeclaredObject, Expression, TypeName } from '../declared/model.ts';
import { qualified } from './names.ts';

/** A declared object in the form of one that was read from a database, its expressions as the schema writes them. */
export function plainObject({ kind, schema, parent, name, facts }: DeclaredObject): CatalogObject {
  return {
    kind,
    schema,
    parent,
    name,
    facts: Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, plainFact(value)])),
  };
}

function plainFact(value: DeclaredFact): Fact {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(plainEntry);
  if ('expression' in value) return value.expression;
  if ('type' in value) return plainType(value);
  if ('object' in value) return [value.object.schema, value.object.name];
  return value.names;
}

function plainEntry(entry: Fact | Expression): Fact {
  return entry !== null && typeof entry === 'object' && !isList(entry) ? entry.expression : entry;
}

/** An enum by its own name, with whatever makes an array of it behind that. */
function plainType({ type, enum: declared }: TypeName): string {
  if (declared === undefined) return type;
  return `${qualified([declared.schema, declared.name])}${/(?:\[\d*\])*$/.exec(type)?.[0] ?? ''}`;
}

function isList<Entry>(value: object | readonly Entry[]): value is readonly Entry[] {
  return Array.isArray(value);
}
