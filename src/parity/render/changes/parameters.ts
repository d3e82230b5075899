import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { textsFact } from '../facts.ts';
import { optionOf } from '../generic-options.ts';
import { word } from '../names.ts';
import { parameter } from '../storage-parameters.ts';

/** What is to be set and what is not to be said any more, of lists of `name=value`. */
function differences(
  wanted: CatalogObject,
  live: CatalogObject,
  fact: string,
): { readonly set: readonly string[]; readonly gone: readonly string[] } {
  const [one, other] = [textsFact(wanted, fact), textsFact(live, fact)];
  const names = new Set(one.map((entry) => optionOf(entry).name));
  return {
    set: one.filter((entry) => !other.includes(entry)),
    gone: other.map((entry) => optionOf(entry).name).filter((name) => !names.has(name)),
  };
}

/** Sets and resets storage parameters; `start` is the statement up to there. */
export function changeParameters(
  start: string,
  {
    wanted,
    live,
    fact,
    prefix = '',
  }: {
    readonly wanted: CatalogObject;
    readonly live: CatalogObject;
    readonly fact: string;
    readonly prefix?: string;
  },
): readonly string[] {
  const { set, gone } = differences(wanted, live, fact);
  const named = gone.map((name) => `${prefix}${word(name)}`);
  return [
    ...(named.length === 0 ? [] : [`${start} RESET (${named.join(', ')})`]),
    ...(set.length === 0
      ? []
      : [`${start} SET (${set.map((entry) => parameter(`${prefix}${entry}`)).join(', ')})`]),
  ];
}

/** Adds, sets and drops the options of what is foreign. */
export function changeOptions(
  start: string,
  {
    wanted,
    live,
    fact,
  }: { readonly wanted: CatalogObject; readonly live: CatalogObject; readonly fact: string },
): readonly string[] {
  const { set, gone } = differences(wanted, live, fact);
  const there = new Set(textsFact(live, fact).map((entry) => optionOf(entry).name));
  const words = [
    ...gone.map((name) => `DROP ${quoteIdentifier(name)}`),
    ...set
      .map(optionOf)
      .map(
        ({ name, value }) =>
          `${there.has(name) ? 'SET' : 'ADD'} ${quoteIdentifier(name)} ${quoteLiteral(value)}`,
      ),
  ];
  return words.length === 0 ? [] : [`${start} OPTIONS (${words.join(', ')})`];
}
