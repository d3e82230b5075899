import { keyOf } from '../../catalog/object.ts';
import type { Difference } from '../verdict.ts';
import { takenApart } from './apart.ts';
import { joined } from './builder/joined.ts';
import type { Pieces } from './builder/piece.ts';
import { schemaFix } from './drizzle/index.ts';
import { listed } from './grouped.ts';
import { withoutImpliedBy } from './implied.ts';
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
export function changesIn(all: readonly Finding[], whole: Both): Pieces {
  const { findings, both } = takenApart(withoutImpliedBy(all, whole), whole);
  const sides = sidesOf(
    both,
    findings.map(({ subject }) => subject),
  );
  const ordered = inRunningOrder(findings, sides);
  const together = piecesTogether(ordered, sides);
  const ownerOf = ({ identity: { schema, parent, name } }: Finding): string => keyOf(schema, parent ?? name);
  const owners = listed(ordered, ownerOf);
  const said = new Set<string>();
  const pieces = ordered.map((one) => {
    const own = together.get(one.subject) ?? migrationPieces(one.subject, sides);
    const owner = ownerOf(one);
    if (owners.get(owner)?.length === 1) return own;
    // What is made again for one difference need not be made again for another one of the same.
    const words = JSON.stringify([owner, own]);
    const isNew = !said.has(words);
    said.add(words);
    return isNew ? own : [];
  });
  return joined(pieces.filter((own) => own.some(({ kind }) => kind !== 'remark')));
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
