import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Candidate } from './candidate.ts';
import { isRenamed, namedColumns, recordOf, tableOf } from './row-source.ts';

/**
 * Where each side's names come from: two statements where the sides have different names, until Postgres has printed
 * them.
 */
export function fromOf(
  part: readonly Candidate[],
  generation = 1,
): { readonly declared: string; readonly live: string } {
  const [first] = part;
  const relation = first?.asked.question.relation;
  if (first === undefined || relation === undefined || first.source === 'nothing')
    return { declared: '', live: '' };
  if (first.source === 'table') {
    const from = ` FROM ${tableOf(relation)} WHERE false`;
    return { declared: from, live: from };
  }
  const columns = namedColumns(relation, part);
  if (!isRenamed(relation)) {
    const from = ` FROM ${recordOf(relation.name, columns, 'live')}`;
    return { declared: from, live: from };
  }
  if (generation > 1) {
    const from = ` FROM ${recordOf('x', columns, 'live')}`;
    return { declared: from, live: from };
  }
  // Postgres takes such a query for its columns, and prints what is beneath it: the same on both sides.
  const renamed = (alias: string, side: 'live' | 'declared'): string => {
    const list = columns.map(
      (column) => `x.${quoteIdentifier(column.live)} AS ${quoteIdentifier(column[side])}`,
    );
    return ` FROM (SELECT ${list.join(', ')} FROM ${recordOf('x', columns, 'live')}) AS ${quoteIdentifier(alias)}`;
  };
  return { declared: renamed(relation.declaredName, 'declared'), live: renamed(relation.name, 'live') };
}
