import type { Difference } from '../verdict.ts';
import { joined } from './builder/joined.ts';
import type { Pieces } from './builder/piece.ts';
import { schemaFix } from './drizzle/index.ts';
import { migrationFix, migrationPieces } from './migration/index.ts';
import { migrationsTogether, piecesTogether } from './migration/together.ts';
import { inRunningOrder } from './order.ts';
import { sidesOf } from './sides.ts';
import type { Both, Subject } from './sides.ts';

/** A difference before it is known how to mend it: for that both sides have to be known as a whole. */
export interface Finding extends Omit<Difference, 'fix'> {
  readonly subject: Subject;
}

/** The lines of one migration that mends all of these; nothing is said of what no statement does. */
export function changesIn(findings: readonly Finding[], both: Both): Pieces {
  const sides = sidesOf(
    both,
    findings.map(({ subject }) => subject),
  );
  const ordered = inRunningOrder(findings, sides);
  const together = piecesTogether(ordered, sides);
  const all = ordered.map(({ subject }) => together.get(subject) ?? migrationPieces(subject, sides));
  return joined(all.filter((pieces) => pieces.some(({ kind }) => kind !== 'remark')));
}

/** Differences with what mends them, in an order in which their migrations can follow each other. */
export function withFixes(findings: readonly Finding[], both: Both): readonly Difference[] {
  if (findings.length === 0) return [];
  const sides = sidesOf(
    both,
    findings.map(({ subject }) => subject),
  );
  const ordered = inRunningOrder(findings, sides);
  const together = migrationsTogether(ordered, sides);
  return ordered.map(({ subject, ...finding }) => ({
    ...finding,
    fix: {
      schema: schemaFix(subject, sides),
      migration: together.get(subject) ?? migrationFix(subject, sides),
    },
  }));
}
