import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/*
 * Jest gives each test file its own modules, globals and process.env. The environment data of the thread is
 * Node's own, and the same for all of them.
 */
const KEY = 'keelson/testing: done in this process';

/** True the first time that it is asked in this process, however many copies of this module there are. */
export function isFirst(what: string): boolean {
  const kept = getEnvironmentData(KEY);
  const done: readonly unknown[] = Array.isArray(kept) ? kept : [];
  if (done.includes(what)) return false;
  setEnvironmentData(KEY, [...done, what]);
  return true;
}
