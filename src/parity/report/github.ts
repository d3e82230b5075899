import type { Location, Locations } from '../locate/location.ts';
import type { Verdict } from '../verdict.ts';
import { visible } from './visible.ts';
import { differenceLines, placeOf, summary, undecidedLines } from './words.ts';

/**
 * A verdict as commands of a GitHub workflow: an error for each difference and a warning for whatever is undecided,
 * at the line of the schema where it is known. GitHub shows ten of either for a step; its log has them all.
 * Locations must name files from the root of the repository.
 */
export function githubReport(verdict: Verdict, { locations }: { readonly locations: Locations }): string {
  return [
    ...verdict.differences.map((difference) =>
      command('error', difference.code, placeOf(difference, locations), differenceLines(difference)),
    ),
    ...verdict.undecided.map((undecided) =>
      command('warning', undecided.code, placeOf(undecided, locations), undecidedLines(undecided)),
    ),
    // Not a command, and no name can make it one: it begins with a word of ours.
    visible(summary(verdict)),
  ].join('\n');
}

/** One command of a workflow. */
export function command(
  name: 'error' | 'warning',
  title: string,
  location: Location | undefined,
  lines: readonly string[],
): string {
  const properties = {
    ...(location && { file: location.file, line: location.line, col: location.column }),
    title,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${list.join(',')}::${data(lines.join('\n'))}`;
}

/** What the runner undoes in a message: a percent sign and line breaks. A carriage return is made visible before. */
function data(text: string): string {
  return visible(text, { lines: true }).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** What it undoes in a property besides: what separates one from the next. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
