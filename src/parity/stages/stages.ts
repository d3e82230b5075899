import { identityKey } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import { changesIn } from '../fix/index.ts';
import type { Finding } from '../fix/index.ts';
import type { Piece, Pieces } from '../fix/builder/piece.ts';
import { LOST_WITH_VIEWS } from '../fix/migration/aside.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Both } from '../fix/sides.ts';
import { newLabelsUsedAtOnce } from '../fix/migration/enum.ts';
import { indexesConcurrently } from './concurrently.ts';
import { notNull, validated, withoutNulls, withoutRows } from './goals.ts';
import type { Goal } from './goals.ts';
import { isNothingLate, lateOf } from './late.ts';
import { keysFromIndexes } from './keys-from-indexes.ts';

/** A part of a stage: what is wanted for now, which of the findings it mends, and how where that is not the usual way. */
export interface Part {
  readonly goal: Goal;
  readonly takes: (finding: Finding) => boolean;
  readonly change?: (findings: readonly Finding[], both: Both) => Pieces;
}

/** One migration of a draft. */
export interface Stage {
  /** What it adds to the name of the draft; empty for the one that has it alone. */
  readonly suffix: '' | 'values' | 'indexes' | 'fill' | 'validate' | 'keys' | 'references';
  readonly isTransactional: boolean;
  /** Columns whose rows get a value where they have none, in batches. */
  readonly fills: ReadonlySet<string>;
  readonly parts: readonly Part[];
}

const ALL = (): boolean => true;
const AS_DECLARED: Goal = (declared) => declared;
const NONE: ReadonlySet<string> = new Set();

/** All at once, with no thought for those who read and write meanwhile. */
export const AT_ONCE: readonly Stage[] = [
  { suffix: '', isTransactional: true, fills: NONE, parts: [{ goal: AS_DECLARED, takes: ALL }] },
];

/** The migrations in which a change is made while others read and write. */
export function stagesOf(conclusion: Conclusion): readonly Stage[] {
  const late = lateOf(conclusion);
  const values = newLabelsUsedAtOnce(
    sidesOf(
      conclusion.both,
      conclusion.findings.map(({ subject }) => subject),
    ),
  );
  if (isNothingLate(late) && values.size === 0) return AT_ONCE;
  const isOneOf =
    (...sets: readonly ReadonlySet<string>[]) =>
    ({ identity }: Pick<Finding, 'identity'>): boolean =>
      sets.some((set) => set.has(identityKey(identity)));
  const { indexes, goneIndexes, keys, keyed } = late;
  // One that goes may have the name of one that comes.
  const isLater = (one: Finding): boolean =>
    one.attribute === 'undeclared' ? isOneOf(goneIndexes)(one) : isOneOf(indexes, keys, keyed)(one);
  const stage = (suffix: Stage['suffix'], parts: readonly Part[], others: Partial<Stage> = {}): Stage => ({
    ...{ suffix, isTransactional: true, fills: NONE, parts },
    ...others,
  });
  const all: readonly (readonly [isNeeded: boolean, stage: Stage])[] = [
    [values.size > 0, stage('values', [{ goal: AS_DECLARED, takes: isOneOf(values) }])],
    [
      conclusion.findings.some((one) => !isLater(one) && !isOneOf(values)(one)),
      stage('', [{ goal: withoutRows(late), takes: (one) => !isLater(one) }]),
    ],
    [
      indexes.size + goneIndexes.size + keys.size > 0,
      stage(
        'indexes',
        [
          {
            goal: withoutNulls(late),
            takes: isOneOf(indexes, goneIndexes, keys),
            change: indexesConcurrently,
          },
        ],
        { isTransactional: false },
      ),
    ],
    [
      late.unfilled.size + late.required.size > 0,
      stage('fill', [{ goal: withoutNulls(late), takes: (one) => one.kind === 'check' && !isLater(one) }], {
        isTransactional: false,
        fills: new Set([...late.unfilled, ...late.required]),
      }),
    ],
    [
      late.unvalidated.size - keyed.size + late.required.size + late.unfilled.size > 0,
      stage(
        'validate',
        [validated(late), notNull(late), AS_DECLARED].map((goal) => ({
          goal,
          takes: (one) => !isOneOf(keys, keyed)(one) && !isIndexOfKey(one, keys),
        })),
      ),
    ],
    [
      keys.size + keyed.size > 0,
      stage('keys', [
        {
          goal: withoutRows({ ...late, required: NONE, unfilled: NONE }),
          takes: isOneOf(keys),
          change: keysFromIndexes,
        },
        { goal: withoutRows({ ...late, required: NONE, unfilled: NONE }), takes: isOneOf(keyed) },
      ]),
    ],
    [keyed.size > 0, stage('references', [{ goal: AS_DECLARED, takes: ALL }])],
  ];
  return all.flatMap(([isNeeded, one]) => (isNeeded ? one : []));
}

/** The lines that mend what a part takes of a conclusion; none where there is nothing. */
export function changeOf({ takes, change }: Part, { findings, both }: Conclusion): Pieces {
  const taken = findings.filter(takes);
  if (taken.length === 0) return [];
  const own = new Set(taken.flatMap(({ subject: { declared, live } }) => [declared, live]));
  const now: Both = {
    ...both,
    differing: new Set(taken.map(({ identity }) => identityKey(identity))),
    missing: both.missing.filter((one) => own.has(one)),
    undeclared: both.undeclared.filter((one) => own.has(one)),
  };
  return change === undefined ? changesIn(taken, now).filter(isToBeKnown) : change(taken, now);
}

/** What a view loses that is made again is given back. */
function isToBeKnown(piece: Piece): boolean {
  return piece.kind !== 'remark' || JSON.stringify(piece.lines) !== LOST;
}

const LOST = JSON.stringify(LOST_WITH_VIEWS.flatMap((piece) => (piece.kind === 'remark' ? piece.lines : [])));

/** The index that was built for a key is not declared, and stays. */
function isIndexOfKey({ kind, identity }: Finding, keys: ReadonlySet<string>): boolean {
  return (
    kind === 'index' &&
    ['primary key', 'unique'].some((key) => keys.has(identityKey({ ...identity, kind: key })))
  );
}
