import { describeFinding } from '../migrations/index.ts';
import type { Destroyed, Draft, WrittenMigration } from '../migrations/index.ts';
import { shownPath } from '../shown-path.ts';
import { asCalled, counted, print } from './terminal.ts';

/** What goes, with how much it holds. */
export function destroyedInWords({ kind, object, rows }: Destroyed): string {
  return `${kind} ${object}${rows === undefined ? '' : `, ${counted(rows, 'row')}`}`;
}

/** Says what was written, what it takes, and what is left to a person. */
export function reportDraft(draft: Draft, written: readonly WrittenMigration[], lockFile: string): void {
  for (const { file, isProven } of written) print(`made ${shownPath(file)}${isProven ? ', proven' : ''}`);
  for (const one of draft.destroys) print(`destroys ${destroyedInWords(one)}`);
  for (const one of draft.irreversible) print(`does not come back: ${one}`);
  for (const decision of draft.files.flatMap(({ decisions }) => decisions)) print(`decide ${decision}`);
  for (const hazard of draft.hazards.filter(({ waived }) => waived === undefined))
    print(`dangerous ${describeFinding(hazard).replaceAll('\n', '\n  ')}`);
  if (written.some(({ isProven }) => isProven))
    print(`written: ${shownPath(lockFile)}, to be committed with it`);
  if (written.every(({ isProven }) => isProven)) return;
  print(
    asCalled(
      'it went up, down and up; its proof is kept once nothing is left to decide and nothing dangerous: npm run db:migrate:prove',
    ),
  );
}
