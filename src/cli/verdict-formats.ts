import {
  failureReport,
  githubReport,
  htmlReport,
  jsonReport,
  junitReport,
  locator,
  textReport,
} from '../parity/report/index.ts';
import type { Failure, Locations } from '../parity/report/index.ts';
import type { Verdict } from '../parity/index.ts';
import type { Resolver } from '../load-module.ts';

/** What a verdict can be written as, the one for people first. */
export const FORMATS = ['text', 'json', 'github', 'junit', 'html'] as const;
export type VerdictFormat = (typeof FORMATS)[number];

export interface FormatOptions {
  readonly format: VerdictFormat;
  /** The files of the schema, in which what differs is looked for. */
  readonly files: readonly string[];
  /** Which file an import in them means. */
  readonly resolve: Resolver;
  /** Whether to list what Drizzle cannot declare. */
  readonly verbose: boolean;
  /** What was looked at, for a title. */
  readonly place: string;
  /** Whether whoever reads it sees colours. */
  readonly color: boolean;
  /** How long it took. */
  readonly seconds: number;
}

/** A verdict as text. */
export function formatVerdict(
  verdict: Verdict,
  { format, files, resolve, verbose, place, color, seconds }: FormatOptions,
): string {
  const locations: Locations = locator({ entries: files, relativeTo: process.cwd(), resolve });
  switch (format) {
    case 'text':
      return textReport(verdict, { color, locations, verbose });
    case 'json':
      return jsonReport(verdict, { locations });
    case 'github':
      return githubReport(verdict, { locations });
    case 'junit':
      return junitReport(verdict, { locations, seconds });
    case 'html':
      return htmlReport(verdict, { locations, title: place });
  }
}

/** That there is no verdict, as text: in each format something that nobody takes for agreement. */
export function formatFailure(failure: Failure, format: VerdictFormat): string {
  return failureReport(failure, format);
}
