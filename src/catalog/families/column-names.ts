/**
 * SQL for the names of a relation's columns by their numbers, in the order of the numbers. Most lists have one
 * entry, which is looked up without the cost of a join.
 */
export function columnNames(relation: string, numbers: string): string {
  return `CASE cardinality(${numbers}) WHEN 1
    THEN (SELECT ARRAY[ka.attname]::text[] FROM pg_attribute ka WHERE ka.attrelid = ${relation} AND ka.attnum = (${numbers})[array_lower(${numbers}, 1)])
    ELSE ARRAY(SELECT ka.attname::text FROM unnest(${numbers}) WITH ORDINALITY kn(number, place)
      JOIN pg_attribute ka ON ka.attrelid = ${relation} AND ka.attnum = kn.number ORDER BY kn.place)
    END`;
}
