import type { Difference, Fix } from '../verdict.ts';
import { schemaFix } from './drizzle/index.ts';
import { migrationFix } from './migration/index.ts';
import { inRunningOrder } from './order.ts';
import { sidesOf } from './sides.ts';
import type { Both, Sides, Subject } from './sides.ts';

/** A difference before it is known how to mend it: for that both sides have to be known as a whole. */
export interface Finding extends Omit<Difference, 'fix'> {
  readonly subject: Subject;
}

/** Differences with what mends them, in an order in which their migrations can follow each other. */
export function withFixes(findings: readonly Finding[], both: Both): readonly Difference[] {
  if (findings.length === 0) return [];
  const sides = sidesOf(both);
  return inRunningOrder(findings, sides).map(({ subject, ...finding }) => ({
    ...finding,
    fix: fixOf(subject, sides),
  }));
}

/** What a person writes to mend a difference, on either side. */
function fixOf(subject: Subject, sides: Sides): Fix {
  return { schema: schemaFix(subject, sides), migration: migrationFix(subject, sides) };
}
