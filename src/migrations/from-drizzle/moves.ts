import { keyOf } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Places } from './places.ts';

/** Statements that bring back into their namespaces what was moved out of them, under the names that it has. */
export function movesBack(before: Places, after: Places): readonly string[] {
  const now = new Map(after.map((one) => [keyOf(one.class, one.number), one]));
  const renamed = new Map(
    before.flatMap((one) => {
      const found = one.class === 'schema' ? now.get(keyOf(one.class, one.number)) : undefined;
      return found === undefined || found.name === one.name ? [] : [[one.name, found.name] as const];
    }),
  );
  const there = new Set(after.filter((one) => one.class === 'schema').map(({ name }) => name));
  const moved = before.flatMap((one) => {
    const found = now.get(keyOf(one.class, one.number));
    const isWhole = one.parent === null && !one.follows && (one.class === 'relation' || one.class === 'type');
    if (!isWhole || one.schema === null || found === undefined || found.schema === null) return [];
    if (found.schema === (renamed.get(one.schema) ?? one.schema)) return [];
    return [{ class: one.class, from: found.schema, name: found.name, to: one.schema }];
  });
  const needed = [...new Set(moved.map(({ to }) => to))].filter(
    (schema) => !there.has(schema) && !renamed.has(schema),
  );
  return [
    ...[...renamed].map(
      ([was, is]) => `ALTER SCHEMA ${quoteIdentifier(is)} RENAME TO ${quoteIdentifier(was)}`,
    ),
    ...needed.map((schema) => `CREATE SCHEMA ${quoteIdentifier(schema)}`),
    ...moved.map((one) => {
      // A schema that got its name back is called so by now.
      const schema = [...renamed].find(([, is]) => is === one.from)?.[0] ?? one.from;
      const kind = one.class === 'type' ? 'TYPE' : 'TABLE';
      return `ALTER ${kind} ${quoteIdentifier(schema)}.${quoteIdentifier(one.name)} SET SCHEMA ${quoteIdentifier(one.to)}`;
    }),
  ];
}
