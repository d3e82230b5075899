import type { Identity } from '../../catalog/object.ts';
import type { Origin } from '../declared/model.ts';
import type { Location, Locations } from '../locate/location.ts';
import type { Compared, Difference, Undecided, Verdict } from '../verdict.ts';
import { visible } from './visible.ts';

/** The word for one of a kind, where the kind is an adjective. */
function nounOf(kind: string): string {
  return kind === 'unique' ? 'unique constraint' : kind;
}

/** `1 index`, `2 indexes`, `3 policies`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : plural(noun)}`;
}

/** `users.ts:12:3`. */
export function shownPlace({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

/** Where the schema declares something, by its own name where it belongs to a table and has one. */
export function placeOf(
  { origin, identity }: { readonly origin?: Origin | undefined; readonly identity: Identity },
  locations: Locations,
): Location | undefined {
  if (origin === undefined) return undefined;
  return locations(origin, identity.parent === null ? undefined : identity.name);
}

/** `onDelete` as `on delete`. */
export function spaced(attribute: string): string {
  return attribute.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The one line of something undecided: where and what. */
export function undecidedMessage({ object, attribute }: Undecided): string {
  return `${object}: its ${spaced(attribute)} could not be compared`;
}

/** All of a difference in lines, for places that have a text and no more. */
export function differenceLines({ code, message, declared, live, fix }: Difference): string[] {
  return [
    message,
    ...sideLines(code, declared, live),
    `${FIX.schema}: ${fix.schema}`,
    `${FIX.migration}: ${fix.migration}`,
  ];
}

/** The same of something undecided. */
export function undecidedLines(undecided: Undecided): string[] {
  const { code, declared, live, reason } = undecided;
  return [undecidedMessage(undecided), ...sideLines(code, declared, live), reason];
}

/** Both sides; a message that says that one has nothing needs no line for the other. */
function sideLines(code: string, declared: string | undefined, live: string | undefined): string[] {
  return declared === undefined || live === undefined
    ? []
    : [`${expectedBy({ code })}: ${declared}`, `live: ${live}`];
}

/** What the two ways out are called: one changes the schema, the other one the database. */
export const FIX = { schema: 'fix schema', migration: 'or migrate' } as const;

/** Whose word stands against the database's: the schema's, or in a replay that of the migrations. */
export function expectedBy({ code }: { readonly code: string }): 'declared' | 'migrated' {
  return code.startsWith('replay/') ? 'migrated' : 'declared';
}

/** The one line that says how it stands: `differ: 2 differences, 1 undecided; compared …`. */
export function summary({ agrees, differences, undecided, accepted, compared }: Verdict): string {
  const kept = accepted.length > 0 ? [`${accepted.length} accepted`] : [];
  const what = shownCompared(compared);
  if (agrees) return ['agree', ...kept].join(', ') + `: ${what}`;
  const counts = [
    ...(differences.length > 0 ? [counted(differences.length, 'difference')] : []),
    ...(undecided.length > 0 ? [`${undecided.length} undecided`] : []),
  ];
  const found = counts.length > 0 ? counts : ['not all that is declared was compared'];
  const outcome = differences.length > 0 ? 'differ' : 'could not tell';
  return `${outcome}: ${[...found, ...kept].join(', ')}; compared ${what}`;
}

/** What was compared: `41 facts of 2 tables, 9 columns in auth`. */
export function shownCompared({ facts, objects, schemas }: Compared): string {
  const kinds = Object.entries(objects)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => counted(count, nounOf(kind)));
  const of = kinds.length === 0 ? '' : ` of ${kinds.join(', ')}`;
  const where = schemas.length === 0 ? '' : ` in ${schemas.map((schema) => visible(schema)).join(', ')}`;
  return `${counted(facts, 'fact')}${of}${where}`;
}

/** `2 functions, 1 trigger`, in the order in which they first occur. */
export function countedKinds(things: readonly { readonly kind: string }[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of things) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => counted(count, nounOf(kind))).join(', ');
}

/** What belongs together by the table that it is about, in the order of the verdict. */
export function byGroup<Finding extends Difference | Undecided>(
  findings: readonly Finding[],
): ReadonlyMap<string | null, readonly Finding[]> {
  const groups = new Map<string | null, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.group);
    if (group === undefined) groups.set(finding.group, [finding]);
    else group.push(finding);
  }
  return groups;
}

function plural(noun: string): string {
  if (noun === 'statistics') return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
