import { notesInWords } from '../migrations/index.ts';
import type { Destroyed, Draft, Finding, WrittenMigration } from '../migrations/index.ts';
import { shownPath } from '../shown-path.ts';
import { asCalled, counted, print } from './terminal.ts';

/** What goes, with how much it holds. */
export function destroyedInWords({ kind, object, rows }: Destroyed): string {
  return `${kind} ${object}${rows === undefined ? '' : `, ${counted(rows, 'row')}`}`;
}

/** Says what was written, what it takes, and what is left to a person. */
export function reportDraft(
  draft: Draft,
  {
    written,
    lockFile,
    isAtOnce,
  }: {
    readonly written: readonly WrittenMigration[];
    readonly lockFile: string;
    /** Whether nothing was left for later migrations. */
    readonly isAtOnce: boolean;
  },
): void {
  for (const { file, isProven } of written) print(`made ${shownPath(file)}${isProven ? ', proven' : ''}`);
  for (const one of draft.destroys) print(`destroys ${destroyedInWords(one)}`);
  // Nobody knows yet how many rows of the database it will be.
  for (const one of draft.irreversible)
    print(`does not come back: ${one} (of the rows that were made up to try it)`);
  for (const note of triedOnFewRows(draft)) print(note);
  for (const decision of draft.files.flatMap(({ decisions }) => decisions)) print(`decide ${decision}`);
  const hazards = draft.hazards.filter(({ waived }) => waived === undefined);
  for (const line of hazardsInWords(hazards, isAtOnce)) print(line);
  if (written.some(({ isProven }) => isProven))
    print(`written: ${shownPath(lockFile)}, to be committed with it`);
  if (written.every(({ isProven }) => isProven)) return;
  print(
    asCalled(
      'it went up, down and up; its proof is kept once nothing is left to decide and nothing dangerous: npm run db:migrate:prove',
    ),
  );
}

/** What the up does not work on, so that a deploy may meet it too. */
function triedOnFewRows({ files, proof }: Draft): readonly string[] {
  const own = new Set(files.map(({ name }) => name));
  return (proof?.migrations ?? []).flatMap((one) => {
    const name = one.name.replace(/^\d{14}_/, '');
    if (!own.has(name)) return [];
    return notesInWords({ ...one, loses: [], notes: [] }).map((note) => `note: ${name}: ${note}`);
  });
}

/** What is dangerous, each rule once for a file; the code of what to do instead is for whoever goes on with it. */
function hazardsInWords(hazards: readonly Finding[], isAtOnce: boolean): readonly string[] {
  const isLeftOut = (rule: string): boolean => isAtOnce && STAGED.has(rule);
  const groups = new Map<string, Finding[]>();
  for (const one of hazards) {
    const key = `${one.migration} ${one.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { migration, rule, statement, why, fix, docs } = first;
    const what = [...new Set(group.map((one) => one.what))];
    return [
      ...what.map((words, index) => (index === 0 ? `dangerous ${migration}: ${words}` : `  and ${words}`)),
      ...(first.what.startsWith('this ') ? [`    ${statement}`] : []),
      `  ${why}`,
      ...(isLeftOut(rule) ? [LEFT_OUT] : shortFix(fix)).map((line) => `  ${line}`),
      `  [${rule}] ${docs}`,
    ];
  });
  const isCut = ({ rule, fix }: Finding): boolean => !isLeftOut(rule) && fix.split('\n').length > 2;
  return hazards.some(isCut)
    ? [...lines, asCalled('the code of what to do instead is shown by npm run db:migrate:prove')]
    : lines;
}

/** What a draft does in steps by itself. */
const STAGED = new Set(
  `index-blocks-writes index-drop-blocks-reads unique-constraint-blocks foreign-key-scans check-scans set-not-null-scans
  validate-with-add required-column-breaks-writers backfill-locks-rows type-change-rewrites`.split(/\s+/),
);
const LEFT_OUT = 'fix: leave --at-once out: a draft does it in steps where that can be';

/** What to do, without its code: of several migrations what each is for. */
function shortFix(fix: string): readonly string[] {
  const lines = fix.split('\n');
  const [first = ''] = lines;
  if (lines.length === 1) return [`fix: ${first}`];
  const titles = lines.filter((line) => line.startsWith('// ')).map((line) => line.slice('// '.length));
  if (titles.length > 0) return ['fix:', ...titles.map((line) => `  ${line}`)];
  return lines.length === 2 ? ['fix:', ...lines.map((line) => `  ${line}`)] : [`fix: ${first} …`];
}
