import { splitAt } from './printed-name.ts';

/** Kinds of objects as Postgres calls them when it identifies one; those of more words first. */
const KINDS: readonly string[] = [
  ...['materialized view', 'foreign table', 'composite type', 'event trigger', 'large object'],
  ...['foreign-data wrapper', 'table', 'view', 'sequence', 'function', 'procedure', 'aggregate', 'type'],
  ...['domain', 'schema', 'language', 'publication', 'subscription', 'role', 'tablespace', 'server'],
];

/** The kind and the name of `table app.users`. */
export function identified(text: string): readonly [kind: string, name: string] {
  const kind = KINDS.find((one) => text.startsWith(`${one} `)) ?? '';
  return [kind, text.slice(kind.length).trim()];
}

/** The two parts of `table column app.users.email`, quoted where they must be; undefined for what is no column. */
export function identifiedColumn(
  text: string,
): { readonly relation: string; readonly column: string } | undefined {
  const word = /^(?:table|view|materialized view|foreign table|composite type) column /.exec(text)?.[0];
  if (word === undefined) return undefined;
  const parts = splitAt(text.slice(word.length), '.');
  return { relation: parts.slice(0, -1).join('.'), column: parts.at(-1) ?? '' };
}
