import { existsSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PulledFile } from '../parity/index.ts';
import { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';

/** How many names a message has at most. */
const MOST_NAMES = 5;

/** Writes all files or none. What is there already is replaced only where that was said. */
export function placeFiles({
  folder,
  files,
  isForced,
}: {
  readonly folder: string;
  readonly files: readonly PulledFile[];
  readonly isForced: boolean;
}): void {
  if (!isForced) refuseInTheWay(folder, files);
  // The last to be done is the first to be taken back.
  const undo: (() => void)[] = [];
  try {
    makeFolder(folder, undo);
    const stage = mkdtempSync(path.join(folder, '.pull-'));
    undo.push(() => {
      rmSync(stage, { recursive: true, force: true });
    });
    const staged = files.map(({ path: name, text }, index) => {
      const file = path.join(stage, `new-${index}`);
      writeFileSync(file, text);
      return { file, target: path.join(folder, name), old: path.join(stage, `old-${index}`) };
    });
    for (const { file, target, old } of staged) {
      makeFolder(path.dirname(target), undo);
      const there = lstatSync(target, { throwIfNoEntry: false });
      // What is in a folder is nobody's to replace by a file.
      if (there?.isDirectory() === true) throw new Error(`${shownPath(target)} is a folder`);
      if (there !== undefined) move(target, old, undo);
      move(file, target, undo);
    }
    rmSync(stage, { recursive: true, force: true });
  } catch (cause) {
    for (const step of undo.toReversed()) step();
    throw new Problem({
      code: 'cli/pull-not-written',
      what: `the schema cannot be written to ${shownPath(folder)}: ${(cause as Error).message}`,
      why: 'nothing has been changed there',
      fix: 'name a folder with --out that can be made and written to',
      cause,
    });
  }
}

function refuseInTheWay(folder: string, files: readonly PulledFile[]): void {
  const inTheWay = files.map(({ path: name }) => path.join(folder, name)).filter((file) => existsSync(file));
  if (inTheWay.length === 0) return;
  const names = inTheWay.slice(0, MOST_NAMES).map(shownPath).join(', ');
  throw new Problem({
    code: 'cli/pull-in-the-way',
    what: `${names}${inTheWay.length > MOST_NAMES ? ` and ${inTheWay.length - MOST_NAMES} others are` : inTheWay.length > 1 ? ' are' : ' is'} there already`,
    why: 'what somebody wrote there would be lost; nothing has been written',
    fix: 'name another folder with --out, or replace them: --force',
  });
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const made = mkdirSync(folder, { recursive: true });
  if (made === undefined) return;
  undo.push(() => {
    rmSync(made, { recursive: true, force: true });
  });
}

function move(from: string, to: string, undo: (() => void)[]): void {
  renameSync(from, to);
  undo.push(() => {
    renameSync(to, from);
  });
}
