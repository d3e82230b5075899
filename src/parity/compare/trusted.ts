import type { Finding } from '../fix/index.ts';
import type { Nulls, ViewColumn } from '../trust/view-nulls.ts';
import type { HeldValues } from '../trust/values.ts';
import type { Undecided } from '../verdict.ts';
import { factDifference, place } from './differences.ts';
import { shownFact } from './shown.ts';

/** What typed queries take for granted and the database does not keep, or may not. */
export interface TrustFindings {
  readonly differences: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** The values of `text({ enum })` against the check that holds the column. */
export function valueFindings({ pair, values, allowed, refusal, check, isList }: HeldValues): TrustFindings {
  if (refusal !== undefined) {
    return {
      differences: [],
      undecided: [
        {
          ...place(pair.declared, 'values'),
          declared: shownFact('values', values),
          live: shownFact('expression', String(check.facts.expression)),
          reason: `its values could not be tried on the check ${check.name}: ${refusal}`,
          origin: pair.declared.origin,
        },
      ],
    };
  }
  const refused = values.filter((value) => !allowed.includes(value));
  const isWider = isList && allowed.some((value) => !values.includes(value));
  const differs = refused.length > 0 || isWider;
  return {
    differences: differs
      ? [factDifference(pair, { attribute: 'values', declared: values, live: allowed })]
      : [],
    undecided: [],
  };
}

/** `.notNull()` of a view's column against what the planner knows of it. */
export function nullFindings({ pair }: ViewColumn, nulls: Nulls): TrustFindings {
  if (nulls.is === 'passed') {
    return {
      differences: [factDifference(pair, { attribute: 'nullable', declared: false, live: true })],
      undecided: [],
    };
  }
  if (nulls.is !== 'unknown') return { differences: [], undecided: [] };
  return {
    differences: [],
    undecided: [
      {
        ...place(pair.declared, 'nullable'),
        declared: shownFact('nullable', false),
        live: undefined,
        reason: nulls.reason,
        origin: pair.declared.origin,
      },
    ],
  };
}
