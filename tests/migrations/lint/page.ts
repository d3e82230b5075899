import { migrationsIn } from './safe-form.ts';
import type { Finding } from '../../../src/migrations/lint/finding.ts';
import type { ProbedStatement } from '../../../src/migrations/probe/probed.ts';

/** What was measured of a statement, as the page of its rule says it. */
export function measured({ locks, held, rewritten, scanned, changes, error }: ProbedStatement): string {
  if (error !== undefined) return `Postgres refuses it: ${error}.`;
  const isBig = ({ kind }: { readonly kind: string }): boolean => kind !== 'index' && kind !== 'sequence';
  const big = [...locks, ...held].filter(isBig).map(({ relation }) => relation);
  const list = (all: readonly { readonly relation: string; readonly mode: string }[]): string =>
    [...all]
      .sort((a, b) => (a.relation < b.relation ? -1 : 1))
      .map(({ relation, mode }) => `${mode} on ${relation}`)
      .join(', ');
  const taken = list(locks.filter(isBig));
  const before = list(held.filter(isBig));
  const of = (names: readonly string[]): string =>
    names
      .filter((name) => big.includes(name))
      .sort()
      .join(', ');
  // Whether a foreign key's query reads the table itself or its index is the planner's to say.
  const isForeign = changes.some(
    (change) => change.what === 'constraint added' && change.constraint.kind === 'f',
  );
  const parts = [
    `Locks: ${taken === '' ? 'none on a table' : taken}`,
    ...(before === '' ? [] : [`held from before: ${before}`]),
    ...(of(rewritten) === '' ? [] : [`written anew: ${of(rewritten)}`]),
    ...(isForeign || of(scanned) === '' ? [] : [`read whole: ${of(scanned)}`]),
  ];
  return `${parts.join('; ')}.`;
}

/** The code of a finding's fix as the page of its rule shows it; undefined where it is words. */
export function shownFix({ fix }: Finding): string | undefined {
  return migrationsIn(fix).length > 0 ? `\`\`\`ts\n${fix}\n\`\`\`` : undefined;
}
