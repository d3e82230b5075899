import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeDraftFolder } from './draft-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'keelson-folders-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** A folder with a file in it, as a draft of that process would have left it so many hours ago. */
function left(name: string, hours: number): string {
  const folder = path.join(parent, name);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'one.ts'), '');
  const then = Date.now() / 1000 - hours * 3600;
  utimesSync(folder, then, then);
  return folder;
}

test('a folder that a killed draft has left is taken away by the next one, and no other', () => {
  const dead = spawnSync(process.execPath, ['--version']).pid;
  const gone = left(`keelson-draft-${dead}-aaaaaa`, 25);
  const kept = [
    left(`keelson-draft-${dead}-bbbbbb`, 1),
    left(`keelson-draft-${process.pid}-cccccc`, 25),
    left(`keelson-other-${dead}-dddddd`, 25),
    left('keelson-draft-eeeeee', 25),
  ];
  const own = makeDraftFolder(parent);
  expect(path.dirname(own)).toBe(parent);
  expect(existsSync(gone)).toBe(false);
  expect([own, ...kept].filter((folder) => !existsSync(folder))).toEqual([]);
});
