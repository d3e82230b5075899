import type { Disagreement } from './facts.ts';

const SEQUENCE = ['Name', 'Type', 'Start', 'Increment', 'Min', 'Max', 'Cache', 'Cycle'].map(
  (fact) => `sequence${fact}`,
);

/** Facts that cannot agree any more once another one does not: saying them too would bury the one that counts. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  // Postgres validates no constraint that it does not enforce.
  enforced: ['validated'],
  generated: ['generation'],
  // The counter's type and bounds are those of the column.
  type: ['sequenceType', 'sequenceMin', 'sequenceMax'],
  // No counter, no options of it.
  serial: SEQUENCE,
  identity: SEQUENCE,
  // What a method has no words for.
  method: ['orders', 'nulls'],
  // Whatever is said of each key.
  columns: ['expressions', 'orders', 'nulls', 'opclasses', 'defaultOpclasses', 'collations'],
};

/** The disagreements of one object that are not the mere consequence of another. */
export function withoutImplied(disagreements: readonly Disagreement[]): readonly Disagreement[] {
  if (disagreements.length < 2) return disagreements;
  const implied = new Set(disagreements.filter(implies).flatMap(({ attribute }) => IMPLIED[attribute] ?? []));
  return disagreements.filter(({ attribute }) => !implied.has(attribute));
}

function implies({ attribute, declared, live }: Disagreement): boolean {
  // Always or by default, stored or virtual: the rest is there in both.
  if (attribute === 'identity' || attribute === 'generated') return declared === null || live === null;
  // Another column in the same place leaves the rest of the key comparable.
  if (attribute === 'columns') return shapeOf(declared) !== shapeOf(live);
  return true;
}

/** How many keys there are, and which of them are expressions. */
function shapeOf(columns: unknown): string {
  return (columns as readonly unknown[]).map((name) => (name === null ? 'expression' : 'column')).join();
}
