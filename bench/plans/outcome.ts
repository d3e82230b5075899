/** How a way from one database to another ended. */
export interface Outcome {
  /** `order`: all is right but the order of columns, which no statement changes. */
  readonly end: 'right' | 'order' | 'wrong' | 'refused' | 'failed';
  /** What was left different, why there was no plan, or what the server said. */
  readonly reasons: readonly string[];
  /** Rows and values that tables and columns of both sides have no more. */
  readonly lost: readonly string[];
  /** What the plan says of itself and what was seen; undefined where there was none or it did not run. */
  readonly told?: Told | undefined;
  readonly statements: readonly string[];
  /** Whether the verdict agrees then; undefined where nothing is declared. */
  readonly agrees?: boolean;
}

/** What a plan says its actions do. */
export interface Told {
  readonly destroys: boolean;
  readonly rewrites: boolean;
  /** Whether a table with rows was written anew. */
  readonly rewrote: boolean;
  readonly locks: readonly string[];
  /** At how many places it cannot be one transaction. */
  readonly breaks: number;
  readonly renames: readonly string[];
}

/** What was seen of a case. */
export type Trial =
  | { readonly name: string; readonly isJudged: boolean; readonly notMade: string }
  | {
      readonly name: string;
      readonly isJudged: boolean;
      /** Whether the tables had rows. */
      readonly rows: boolean;
      readonly up: Outcome;
      readonly down: Outcome;
      /** Whether the verdict agrees after the up; undefined where no schema is declared. */
      readonly agrees: boolean | undefined;
      /** The verdict's own fixes, in place of the up. */
      readonly ours: Outcome | undefined;
    };

/** A trial that was made. */
export type Made = Exclude<Trial, { readonly notMade: string }>;

export const ENDS = ['right', 'order', 'wrong', 'refused', 'failed'] as const;

/** How many ended how. */
export function countEnds(outcomes: readonly Outcome[]): string {
  return ENDS.map((end) => `${end} ${outcomes.filter((one) => one.end === end).length}`).join(', ');
}

/** The reasons, most frequent first, each with an example. */
export function groupReasons(
  seen: readonly { readonly name: string; readonly outcome: Outcome }[],
): readonly { readonly reason: string; readonly count: number; readonly example: string }[] {
  const groups = new Map<string, string[]>();
  for (const { name, outcome } of seen) {
    if (outcome.end === 'right') continue;
    const reason = `${outcome.end}: ${[...new Set(outcome.reasons.map(withoutNames))].sort().join(' + ')}`;
    groups.set(reason, [...(groups.get(reason) ?? []), name]);
  }
  return [...groups]
    .map(([reason, names]) => ({ reason, count: names.length, example: names[0] ?? '' }))
    .sort((one, other) => other.count - one.count);
}

/** A message as all of its kind are. */
function withoutNames(reason: string): string {
  return reason
    .replaceAll(/"[^"]*"/g, '…')
    .replaceAll(/'[^']*'/g, '…')
    .replaceAll(/\b[\w-]+:\S+/g, '…')
    .replaceAll(/\d+/g, '#')
    .slice(0, 160);
}
