import type { FactSource } from '../family.ts';

/** Who owns an object: the catalogue's column of it. */
export function ownerFact(alias: string, column: string): FactSource {
  const [, name] = column.split('.');
  return { sql: `pg_get_userbyid(${alias}.${name ?? ''})::text`, of: [column], beyond: true };
}

/** What is written about an object, or about a part of it. */
export function commentFact(catalog: string, oid: string, part = '0'): FactSource {
  return {
    sql: `(SELECT x.description FROM pg_description x
    WHERE x.classoid = '${catalog}'::regclass AND x.objoid = ${oid} AND x.objsubid = ${part})`,
    of: ['description', 'classoid', 'objoid', 'objsubid'].map((name) => `pg_description.${name}`),
    beyond: true,
  };
}
