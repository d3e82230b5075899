import { address } from '../../catalog/object.ts';
import type { Fact, Identity } from '../../catalog/object.ts';
import { codeOf, shownFact } from '../compare/shown.ts';
import type { DatabaseDifference } from './comparison.ts';

/** What is longer stands in the difference, and is only named in its line. */
const LINE = 100;

/** A fact on which both disagree. */
export function otherFact(
  identity: Identity,
  {
    attribute,
    expected,
    actual,
  }: { readonly attribute: string; readonly expected: Fact; readonly actual: Fact },
): DatabaseDifference {
  const [ours, theirs] = [shownFact(attribute, expected), shownFact(attribute, actual)];
  const isShort = [ours, theirs].every((text) => text.length <= LINE && !text.includes('\n'));
  return {
    ...placeOf(identity, attribute),
    expected,
    actual,
    message: isShort
      ? `${nameOf(identity)}: expected ${ours}, found ${theirs}`
      : `${nameOf(identity)}: ${inWords(attribute)} differs: ${whereTheyPart(ours, theirs)}`,
  };
}

/** Siblings that stand in another order: said once, of the first that is elsewhere. */
export function otherOrder(
  identity: Identity,
  {
    attribute,
    expected,
    actual,
  }: { readonly attribute: string; readonly expected: readonly string[]; readonly actual: readonly string[] },
): DatabaseDifference {
  const owner = [identity.schema, identity.parent].filter((part) => part !== null).join('.');
  return {
    ...placeOf(identity, attribute),
    expected,
    actual,
    message: `${identity.kind}s of ${owner}: expected in the order ${expected.join(', ')}, found ${actual.join(', ')}`,
  };
}

/** An object that only one of them has, with so many others that come and go with it. */
export function absent(
  identity: Identity,
  side: 'missing' | 'unexpected',
  others: number,
): DatabaseDifference {
  const along = others === 0 ? '' : `, with ${others === 1 ? 'an object' : `${others} objects`} of its own`;
  return {
    ...placeOf(identity, side),
    expected: side === 'missing' ? identity.name : undefined,
    actual: side === 'unexpected' ? identity.name : undefined,
    message: `${nameOf(identity)}: ${side}${along}`,
  };
}

/** The first line that is not the same, from where it is not. */
function whereTheyPart(expected: string, actual: string): string {
  const [ours, theirs] = [expected, actual].map((text) => text.split('\n')) as [string[], string[]];
  const line = ours.findIndex((text, index) => text !== theirs[index]);
  const at = line === -1 ? ours.length : line;
  const [one = '', other = ''] = [ours[at], theirs[at]].map((text) => text?.trim());
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  // From the word in which they part.
  const start = same <= LEAD ? 0 : one.lastIndexOf(' ', same - LEAD) + 1;
  return `expected ${excerpt(one, start)}, found ${excerpt(other, start)}`;
}

/** So many characters before the first difference are shown at least, and so many in all. */
const LEAD = 10;
const EXCERPT = 60;

function excerpt(line: string, start: number): string {
  const text = line.slice(start, start + EXCERPT).trim();
  if (text === '') return 'nothing';
  return `${start > 0 ? '…' : ''}${text}${line.length > start + EXCERPT ? '…' : ''}`;
}

function placeOf(
  { kind, schema, parent, name }: Identity,
  attribute: string,
): Pick<DatabaseDifference, 'code' | 'kind' | 'object' | 'identity' | 'attribute'> {
  const identity = { kind, schema, parent, name };
  return { code: codeOf(kind, attribute), kind, object: address(identity), identity, attribute };
}

function nameOf(identity: Identity): string {
  return `${identity.kind} ${address(identity)}`;
}

function inWords(attribute: string): string {
  return attribute.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
