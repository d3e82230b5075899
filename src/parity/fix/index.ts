import type { Difference } from '../verdict.ts';
import { schemaFix } from './drizzle/index.ts';
import { migrationFix } from './migration/index.ts';
import { migrationsTogether } from './migration/together.ts';
import { inRunningOrder } from './order.ts';
import { sidesOf } from './sides.ts';
import type { Both, Subject } from './sides.ts';

/** A difference before it is known how to mend it: for that both sides have to be known as a whole. */
export interface Finding extends Omit<Difference, 'fix'> {
  readonly subject: Subject;
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
