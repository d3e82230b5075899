import { hidden, isEntity, isEnum, isTable, isView } from './entity.ts';
import { findObjects } from './exports.ts';

/** What a schema's exports show at once: where they are, and what is in no namespace. */
export interface Outline {
  readonly schemas: readonly string[];
  /** Names without a namespace. */
  readonly bare: readonly string[];
}

interface Place {
  readonly name: string;
  readonly schema: string | undefined;
}

/** The outline of a schema, before it is read: what it leads to beside its exports may be elsewhere still. */
export function outlineOf(schema: unknown): Outline {
  const places = findObjects(schema).found.flatMap(({ object }) => placeOf(object) ?? []);
  return {
    schemas: [...new Set(places.flatMap(({ schema }) => schema ?? []))],
    bare: places.filter(({ schema }) => schema === undefined).map(({ name }) => name),
  };
}

function placeOf(object: object): Place | undefined {
  const given: unknown = object;
  if (isEnum(given)) return { name: given.enumName, schema: given.schema };
  if (isTable(object)) {
    return { name: hidden(object, 'Name') as string, schema: hidden(object, 'Schema') as Place['schema'] };
  }
  if (isView(object)) return hidden(object, 'ViewBaseConfig') as Place;
  const { seqName, schemaName, schema } = object as {
    readonly seqName?: string;
    readonly schemaName?: string;
    readonly schema?: string;
  };
  if (isEntity(object, 'PgSchema')) return { name: '', schema: schemaName };
  return seqName === undefined ? undefined : { name: seqName, schema };
}
