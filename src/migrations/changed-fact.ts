import type { ChangedFact } from './facts.ts';

/** A fact of a database that is not what it was, in words. */
export function changedFactInWords({ kind, object, fact, before, after }: ChangedFact): string {
  if (fact !== undefined)
    return `${kind} ${object}: ${fact} was ${JSON.stringify(before)}, is ${JSON.stringify(after)}`;
  return after === undefined ? `${kind} ${object} is gone` : `${kind} ${object} is still there`;
}
