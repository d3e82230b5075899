import {
  githubReport,
  htmlReport,
  jsonReport,
  junitReport,
  locator,
  textReport,
} from '../parity/report/index.ts';
import type { Verdict } from '../parity/index.ts';

/** What a verdict can be written as, the one for people first. */
export const FORMATS = ['text', 'json', 'github', 'junit', 'html'] as const;
export type VerdictFormat = (typeof FORMATS)[number];

export interface FormatOptions {
  readonly format: VerdictFormat;
  /** The files of the schema, in which what differs is looked for. */
  readonly files: readonly string[];
  /** Whether to list what Drizzle cannot declare. */
  readonly verbose: boolean;
  /** What was looked at, for a title. */
  readonly place: string;
  /** Whether whoever reads it sees colours. */
  readonly color: boolean;
}

/** A verdict as text. */
export function formatVerdict(
  verdict: Verdict,
  { format, files, verbose, place, color }: FormatOptions,
): string {
  const locations = locator({ entries: files, relativeTo: process.cwd() });
  switch (format) {
    case 'text':
      return textReport(verdict, { color, locations, verbose });
    case 'json':
      return jsonReport(verdict, { locations });
    case 'github':
      return githubReport(verdict, { locations });
    case 'junit':
      return junitReport(verdict, { locations });
    case 'html':
      return htmlReport(verdict, { locations, title: place });
  }
}
