import fc from 'fast-check';
import type { Plan, TablePlan } from './plan.ts';
import { plans } from './plan.ts';

/** Two schemas, of which one might become the other: much is in both. */
export interface TwoPlans {
  readonly from: Plan;
  readonly to: Plan;
}

/** By turns yes and no, as the bits of some numbers have it. */
type Choose = () => boolean;

/** Two schemas over the whole vocabulary. */
export const twoPlans: fc.Arbitrary<TwoPlans> = fc
  .tuple(plans, plans, fc.array(fc.boolean(), { minLength: 8, maxLength: 64 }))
  .map(([from, other, choices]) => {
    let at = 0;
    return { from, to: mixed(from, other, () => choices[at++ % choices.length] === true) };
  });

/** What has parts of both. */
function mixed(one: Plan, other: Plan, isOther: Choose): Plan {
  return {
    tables: both(one.tables, other.tables, isOther, (a, b) => mixedTable(a, b, isOther)),
    sequences: both(one.sequences, other.sequences, isOther, (a, b) => ({
      ...b,
      name: isOther() ? b.name : a.name,
    })),
  };
}

function mixedTable(one: TablePlan, other: TablePlan, isOther: Choose): TablePlan {
  const table = Object.fromEntries(
    Object.entries(one).map(([part, value]) => [part, isOther() ? other[part as keyof TablePlan] : value]),
  ) as unknown as TablePlan;
  return {
    ...table,
    // As a rule it is the same table, with other columns of the same names.
    name: one.name,
    namespace: one.namespace,
    columns: both(one.columns, other.columns, isOther, (a, b) => ({ ...(isOther() ? b : a), name: a.name })),
  };
}

/** Parts of the one and the other in their places; what only one of them has may be there. */
function both<Part>(
  ones: readonly Part[],
  others: readonly Part[],
  isOther: Choose,
  mix: (one: Part, other: Part) => Part,
): readonly Part[] {
  const longest = Math.max(ones.length, others.length);
  const parts = Array.from({ length: longest }, (_, at) => {
    const [one, other] = [ones[at], others[at]];
    if (one !== undefined && other !== undefined) return isOther() ? mix(one, other) : one;
    return isOther() ? (one ?? other) : undefined;
  }).filter((part) => part !== undefined);
  return parts.length === 0 ? ones : parts;
}
