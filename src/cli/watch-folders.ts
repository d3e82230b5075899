import { readdirSync, statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import path from 'node:path';

/** Folders in which nothing of a schema lies and much changes. */
const LEFT_OUT = /^(?:node_modules|\..*)$/;

/**
 * Calls with the path of whatever changes in some folders and the folders in them; returns how to end it. Each folder
 * is watched by itself and no file is: an editor that saves by renaming puts another file in the place of the first,
 * and a watch on that one would see nothing from then on.
 */
export function watchFolders(folders: readonly string[], changed: (file: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();

  const leave = (folder: string): void => {
    for (const [place, watcher] of watchers) {
      if (place !== folder && !place.startsWith(folder + path.sep)) continue;
      watcher.close();
      watchers.delete(place);
    }
  };
  const enter = (folder: string): void => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (event, name) => {
      if (name === null) return;
      const place = path.join(folder, name);
      // Something came, went or was replaced: a folder is then another one.
      if (event === 'rename' && !LEFT_OUT.test(name)) follow(place);
      changed(place);
    });
    // A folder that goes away tells so by its parent.
    watcher.on('error', () => {
      leave(folder);
    });
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && !LEFT_OUT.test(entry.name)) enter(path.join(folder, entry.name));
  };
  const follow = (place: string): void => {
    leave(place);
    try {
      if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return;
      enter(place);
      // What was in it when it came was written before anybody watched.
      for (const file of readdirSync(place, { recursive: true, encoding: 'utf8' }))
        changed(path.join(place, file));
    } catch {
      // It went away in the meantime.
      leave(place);
    }
  };

  for (const folder of folders) enter(folder);
  return () => {
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
}
