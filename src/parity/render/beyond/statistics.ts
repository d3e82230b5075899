import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { parenthesised } from '../expression.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf } from '../names.ts';

const KINDS: Readonly<Record<string, string>> = {
  'distinct values': 'ndistinct',
  dependencies: 'dependencies',
  'most common values': 'mcv',
};

/** Makes statistics. Those of one expression alone are of no kind. */
export function createStatistics(statistics: CatalogObject): readonly string[] {
  const kinds = textsFact(statistics, 'kinds').flatMap((kind) => KINDS[kind] ?? []);
  const entries = [
    ...textsFact(statistics, 'columns').map(quoteIdentifier),
    ...textsFact(statistics, 'expressions').map(parenthesised),
  ];
  return [
    `CREATE STATISTICS ${nameOf(statistics)}${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`} ON ${entries.join(', ')} FROM ${textFact(statistics, 'table') ?? ''}`,
    ...(typeof statistics.facts.target === 'number' ? setTarget(statistics) : []),
  ];
}

/** Says how finely they are kept; as finely as all others where nothing is said. */
export function setTarget(statistics: CatalogObject): readonly string[] {
  const { target } = statistics.facts;
  return [
    `ALTER STATISTICS ${nameOf(statistics)} SET STATISTICS ${typeof target === 'number' ? target : -1}`,
  ];
}
