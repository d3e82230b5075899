import { address } from '../../catalog/object.ts';
import type { Locations } from '../locate/location.ts';
import type { Verdict } from '../verdict.ts';
import { judgedObjects, ownerOf } from './findings.ts';
import type { Judged } from './findings.ts';
import { visible } from './visible.ts';
import { differenceLines, placeOf, summary, undecidedLines } from './words.ts';

/**
 * A verdict as JUnit has it, for a CI's test view: a suite for each table, a test case for each object. One that
 * differs fails; one of which something is undecided, and nothing differs, is an error.
 */
export function junitReport(
  verdict: Verdict,
  { locations, seconds }: { readonly locations: Locations; readonly seconds?: number },
): string {
  const judged = judgedObjects(verdict);
  // Nothing was found, and yet they were not seen to agree: a view in which all is green would say otherwise.
  const isIncomplete = !verdict.agrees && verdict.differences.length + verdict.undecided.length === 0;
  const all = totals(judged);
  const suites = new Map<string, Judged[]>();
  for (const one of judged) {
    const name = address({ kind: '', parent: null, ...ownerOf(one.object.identity) });
    const suite = suites.get(name);
    if (suite === undefined) suites.set(name, [one]);
    else suite.push(one);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({
      name: 'keelson verdict',
      ...(isIncomplete ? { ...all, tests: all.tests + 1, errors: 1 } : all),
      // All is read at once, so that no object has a time of its own.
      ...(seconds !== undefined && { time: seconds.toFixed(3) }),
    })}>`,
    ...[...suites].flatMap(([name, cases]) => [
      `  <testsuite${attributes({ name, ...totals(cases), skipped: 0 })}>`,
      ...cases.map((one) => testCase(name, one, locations)),
      '  </testsuite>',
    ]),
    ...(isIncomplete ? [incompleteSuite(summary(verdict))] : []),
    '</testsuites>',
  ].join('\n');
}

function incompleteSuite(message: string): string {
  const suite = { name: 'verdict', tests: 1, failures: 0, errors: 1, skipped: 0 };
  return [
    `  <testsuite${attributes(suite)}>`,
    `    <testcase${attributes({ classname: 'verdict', name: 'is complete' })}>`,
    `      <error${attributes({ message, type: 'incomplete' })}/>`,
    '    </testcase>',
    '  </testsuite>',
  ].join('\n');
}

function totals(judged: readonly Judged[]): {
  tests: number;
  failures: number;
  errors: number;
} {
  const failures = judged.filter(({ differences }) => differences.length > 0).length;
  const errors = judged.filter(
    ({ differences, undecided }) => differences.length === 0 && undecided.length > 0,
  ).length;
  return { tests: judged.length, failures, errors };
}

function testCase(suite: string, { object, differences, undecided }: Judged, locations: Locations): string {
  const { identity } = object;
  const location = placeOf(object, locations);
  const opening = `    <testcase${attributes({
    classname: suite,
    name: `${identity.kind} ${identity.name}`,
    ...(location && { file: location.file, line: location.line }),
  })}`;
  const [first, ...others] = [
    ...differences.map((one) => ({ code: one.code, lines: differenceLines(one) })),
    ...undecided.map((one) => ({ code: one.code, lines: undecidedLines(one) })),
  ];
  if (first === undefined) return `${opening}/>`;
  // One element for all: readers of the format differ in what they make of a second one.
  const name = differences.length > 0 ? 'failure' : 'error';
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const text = [first, ...others].map(({ code, lines }) => [...lines, `[${code}]`].join('\n')).join('\n\n');
  return [
    `${opening}>`,
    `      <${name}${attributes({ message: `${first.lines[0] ?? ''}${more}`, type: first.code })}>${content(text)}</${name}>`,
    '    </testcase>',
  ].join('\n');
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${content(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`,
    )
    .join('');
}

/** A text as XML has it, which has no way at all to say most control characters: they are shown as code. */
export function content(text: string): string {
  return visible(text, { lines: true })
    .replaceAll(/[\u{fffe}\u{ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
