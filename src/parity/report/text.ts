import type { Locations } from '../locate/location.ts';
import type { Difference, Undecided, Verdict } from '../verdict.ts';
import { painter } from './paint.ts';
import type { Painter } from './paint.ts';
import { visible } from './visible.ts';
import {
  byGroup,
  counted,
  countedKinds,
  expectedBy,
  FIX,
  placeOf,
  shownPlace,
  summary,
  undecidedMessage,
} from './words.ts';

/** How a verdict is written for people. */
export interface TextOptions {
  /** Whether to write the colours of a terminal. */
  readonly color: boolean;
  readonly locations: Locations;
  /** Whether to list what Drizzle cannot declare, instead of counting it. */
  readonly verbose?: boolean;
}

/** How wide the labels are, so that all that stands behind them is aligned. */
const LABEL = FIX.schema.length + 2;

/** A verdict for people: what differs by table, how to mend it on either side, what is undecided, and a summary. */
export function textReport(verdict: Verdict, options: TextOptions): string {
  const paint = painter(options.color);
  const sections = [
    ...[...byGroup(verdict.differences)].map(([group, differences]) =>
      section(
        group,
        differences.map((difference) => differenceText(difference, options.locations, paint)),
        paint,
      ),
    ),
    ...(verdict.undecided.length === 0
      ? []
      : [
          section(
            'undecided',
            verdict.undecided.map((one) => undecidedText(one, options.locations, paint)),
            paint,
          ),
        ]),
    ...asideText(verdict, options.verbose ?? false).map(paint.dim),
    (verdict.agrees ? paint.good : paint.bad)(summary(verdict)),
  ];
  return sections.join('\n\n');
}

function section(title: string | null, entries: readonly string[], paint: Painter): string {
  return [paint.title(visible(title ?? 'beside the tables')), ...entries].join('\n\n');
}

function differenceText(difference: Difference, locations: Locations, paint: Painter): string {
  const { message, declared, live, fix, code } = difference;
  const [inSchema, inDatabase] = paint.apart(value(declared), value(live));
  return entry(message, code, paint, [
    // A message that says that one side has nothing needs no row for the other.
    ...(declared === undefined || live === undefined
      ? []
      : [
          [expectedBy(difference), inSchema],
          ['live', inDatabase],
        ]),
    [FIX.schema, visible(fix.schema, { lines: true })],
    ...place(difference, locations, paint),
    [FIX.migration, visible(fix.migration, { lines: true })],
  ]);
}

function undecidedText(undecided: Undecided, locations: Locations, paint: Painter): string {
  const { declared, live, reason, code } = undecided;
  return entry(undecidedMessage(undecided), code, paint, [
    [expectedBy(undecided), value(declared)],
    ['live', value(live)],
    ['why', visible(reason, { lines: true })],
    ...place(undecided, locations, paint),
  ]);
}

/** A line, rows of a label and what it is of, and the code. */
function entry(message: string, code: string, paint: Painter, rows: readonly (readonly string[])[]): string {
  const margin = `\n${' '.repeat(4 + LABEL)}`;
  const lines = rows.map(
    ([label = '', text = '']) =>
      `    ${paint.dim(label)}${' '.repeat(LABEL - label.length)}${text.replaceAll('\n', margin)}`,
  );
  return [`  ${paint.strong(visible(message))}`, ...lines, paint.dim(`    [${visible(code)}]`)].join('\n');
}

/** On a line of its own, so that terminals make a link of it. */
function place(finding: Difference | Undecided, locations: Locations, paint: Painter): [string, string][] {
  const location = placeOf(finding, locations);
  return location === undefined ? [] : [['', paint.link(visible(shownPlace(location)))]];
}

function value(text: string | undefined): string {
  return text === undefined ? '(nothing)' : visible(text, { lines: true });
}

/** What counts neither way: listed when asked for, else counted, so that nobody forgets it. */
function asideText({ unmanaged, accepted }: Verdict, verbose: boolean): string[] {
  const aside = [
    {
      counts: `not judged, since Drizzle cannot declare them: ${countedKinds(unmanaged)}`,
      rows: unmanaged.map(({ kind, object }) => [kind, object]),
    },
    {
      counts: `accepted: ${counted(accepted.length, 'entry')}`,
      rows: accepted.map(({ code, object, reason }) => [`[${code}]`, `${object}: ${reason}`]),
    },
  ].filter(({ rows }) => rows.length > 0);
  return aside.map(({ counts, rows }) => {
    if (!verbose) return `${counts} (--verbose lists them)`;
    const width = Math.max(...rows.map(([first = '']) => first.length));
    return [
      counts,
      ...rows.map(([first = '', rest = '']) => `  ${first.padEnd(width)}  ${visible(rest)}`),
    ].join('\n');
  });
}
