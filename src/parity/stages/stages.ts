import { identityKey } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import { changesIn } from '../fix/index.ts';
import type { Finding } from '../fix/index.ts';
import type { Piece, Pieces } from '../fix/builder/piece.ts';
import { LOST_WITH_VIEWS } from '../fix/migration/aside.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Both } from '../fix/sides.ts';
import { newLabelsUsedAtOnce } from '../fix/migration/enum.ts';
import type { Beside } from './beside/beside.ts';
import { withNext } from './beside/goal.ts';
import { carrying, exchangeStages, filling, waitsForExchange } from './beside/stages.ts';
import { indexesConcurrently } from './concurrently.ts';
import { notNull, validated, withoutNulls, withoutRows } from './goals.ts';
import type { Goal } from './goals.ts';
import { isNothingLate, lateOf } from './late.ts';

/** A part of a stage: what is wanted for now, which of the findings it mends, and how where that is not the usual way. */
export interface Part {
  readonly goal: Goal;
  readonly takes: (finding: Finding) => boolean;
  readonly change?: (findings: readonly Finding[], both: Both) => Pieces;
}

/** A part that gives rows a value where they have none. */
export interface Filling {
  readonly goal: Goal;
  readonly columns: ReadonlySet<string>;
  /** Bit by bit while others write, those that came meanwhile, or all in one go. */
  readonly rows: 'in batches' | 'left' | 'all';
}

/** A part that is known in lines. */
export interface Lines {
  readonly lines: string;
}

/** One migration of a draft. */
export interface Stage {
  /** What it adds to the name of the draft; empty for the one that has it alone. */
  readonly suffix:
    '' | 'move' | 'values' | 'fill' | 'validate' | 'indexes' | 'references' | 'exchange' | 'drop';
  readonly isTransactional: boolean;
  readonly parts: readonly (Part | Filling | Lines)[];
  /** What its way back ends with, once all is as it was after its first lines. */
  readonly back?: Lines;
  /** Whether it writes into columns only that the draft itself makes, so that nothing goes that was there before. */
  readonly writesOwn?: boolean;
  /** By rule of the lint, why what it warns of does no harm here. */
  readonly waivers?: Readonly<Record<string, string>>;
}

const ALL = (): boolean => true;
const AS_DECLARED: Goal = (declared) => declared;
const NONE: ReadonlySet<string> = new Set();

/** All that is wanted. */
export const ALL_OF_IT: Part = { goal: AS_DECLARED, takes: ALL };

/** All of it in one step. */
export const IN_ONE: readonly Stage[] = [{ suffix: '', isTransactional: true, parts: [ALL_OF_IT] }];

/** All at once, with no thought for those who read and write meanwhile. */
export function atOnce(conclusion: Conclusion): readonly Stage[] {
  const { required, unfilled, keys } = lateOf(conclusion);
  const columns = new Set([...required, ...unfilled]);
  if (columns.size === 0) return IN_ONE;
  const goal = withoutRows({ unvalidated: NONE, required, unfilled });
  const isKey = isOneOf(keys);
  const parts: Stage['parts'] = [
    // A key may be of columns that have no value yet, and a foreign key may lead to it.
    { goal, takes: (one) => !isKey(one) && !(one.kind === 'foreign key' && one.attribute === 'missing') },
    { goal, columns, rows: 'all' },
    ALL_OF_IT,
  ];
  return [{ suffix: '', isTransactional: true, parts }];
}

/**
 * The migrations in which a change is made while others read and write. `beside` are the columns whose type changes by
 * another one beside them; the conclusion is on what is wanted with these.
 */
export function stagesOf(conclusion: Conclusion, beside: readonly Beside[] = []): readonly Stage[] {
  const late = lateOf(conclusion);
  const values = newLabelsUsedAtOnce(
    sidesOf(
      conclusion.both,
      conclusion.findings.map(({ subject }) => subject),
    ),
  );
  if (isNothingLate(late) && values.size === 0 && beside.length === 0) return IN_ONE;
  const { unvalidated, required, unfilled, indexes, gone, keys, keyed } = late;
  const columns = new Set([...required, ...unfilled]);
  // One that goes may have the name of one that comes.
  const isIndex = (one: Finding): boolean =>
    one.attribute === 'undeclared' ? isOneOf(gone)(one) : isOneOf(indexes, keys)(one);
  const waits = waitsForExchange(beside, conclusion);
  const isLater = (one: Finding): boolean =>
    waits(one) || (one.attribute !== 'renamed' && (isIndex(one) || isOneOf(keyed)(one)));
  const stage = (suffix: Stage['suffix'], parts: Stage['parts'], isTransactional = true): Stage => ({
    ...{ suffix, isTransactional, parts },
  });
  const next = withNext(beside);
  const meanwhile =
    (goal: Goal): Goal =>
    (declared) =>
      goal(next(declared));
  const filled = meanwhile(withoutNulls(late));
  const all: readonly (readonly [isNeeded: boolean, stage: Stage])[] = [
    [values.size > 0, stage('values', [{ goal: AS_DECLARED, takes: isOneOf(values) }])],
    [
      beside.length > 0 ||
        conclusion.findings.some(
          (one) =>
            !isLater(one) &&
            !isOneOf(values)(one) &&
            !(one.attribute === 'nullable' && isOneOf(required)(one)),
        ),
      stage('', [{ goal: meanwhile(withoutRows(late)), takes: (one) => !isLater(one) }, ...carrying(beside)]),
    ],
    [
      columns.size + beside.length > 0,
      {
        ...stage(
          'fill',
          [
            ...filling(beside),
            ...(columns.size === 0
              ? []
              : ([
                  { goal: filled, columns, rows: 'in batches' },
                  // Only now: before, whoever writes a row that has no value yet would be refused.
                  { goal: filled, takes: (one: Finding) => one.kind === 'check' && !isLater(one) },
                  { goal: filled, columns, rows: 'left' },
                ] as const)),
          ],
          false,
        ),
        writesOwn: required.size === 0,
      },
    ],
    [
      unvalidated.size - keyed.size + columns.size > 0,
      stage(
        'validate',
        [validated(late), notNull(late), AS_DECLARED].map((goal) => ({
          goal: meanwhile(goal),
          takes: (one) => !isLater(one),
        })),
      ),
    ],
    [
      indexes.size + gone.size + keys.size > 0,
      stage(
        'indexes',
        [
          { goal: next, takes: (one) => isIndex(one) && !waits(one), change: indexesConcurrently },
          {
            goal: meanwhile(withoutRows({ unvalidated, required: NONE, unfilled: NONE })),
            takes: isOneOf(keyed),
          },
        ],
        false,
      ),
    ],
    [keyed.size > 0, stage('references', [{ goal: next, takes: (one) => !waits(one) }])],
    ...exchangeStages(beside).map((one) => [true, one] as const),
  ];
  return all.flatMap(([isNeeded, one]) => (isNeeded ? one : []));
}

function isOneOf(...sets: readonly ReadonlySet<string>[]): (one: Pick<Finding, 'identity'>) => boolean {
  return ({ identity }) => sets.some((set) => set.has(identityKey(identity)));
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
