import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Home } from './home.ts';
import { STAY_LOCK, WATCHDOG_NAME } from './session.ts';

/** Held by the one watchdog of a server. */
const WATCH_LOCK = STAY_LOCK + 1;

/*
 * Plain JavaScript, for Node alone: it runs without this package's sources. It stays connected, so it ends with the
 * server. Short visits between two looks show in the count of sessions, which a backend adds to before it leaves
 * pg_stat_activity: hence that order. The lock settles the last moment: a start holds it shared while it looks at
 * the server, and one that finds it taken waits for the server to stop.
 */
const SCRIPT = `
const [, pgPath, statePath, port, seconds] = process.argv;
const { Client } = require(pgPath);
const { user, password } = JSON.parse(require('node:fs').readFileSync(statePath, 'utf8'));
const leave = () => process.exit(0);
const client = new Client({
  host: '127.0.0.1', port: Number(port), user, password, database: 'postgres', ssl: false,
  options: '-c search_path=pg_catalog', application_name: '${WATCHDOG_NAME}',
});
client.on('error', leave);
client.on('end', leave);
const limit = Number(seconds) * 1000;
const pause = Math.min(5000, Math.max(100, limit / 4));
const one = async (sql) => Object.values((await client.query(sql)).rows[0])[0];
let sessions = '';
const isBusy = async () => {
  const others = await one("select count(*) from pg_stat_activity where backend_type = 'client backend' and application_name <> '${WATCHDOG_NAME}'");
  const before = sessions;
  sessions = await one('select sum(sessions) from pg_stat_database');
  return others !== '0' || sessions !== before;
};
(async () => {
  await client.connect();
  if (!(await one('select pg_try_advisory_lock(${WATCH_LOCK})'))) return leave();
  let busyAt = Date.now();
  for (;;) {
    await new Promise((wake) => setTimeout(wake, pause));
    if (await isBusy()) busyAt = Date.now();
    if (Date.now() - busyAt < limit) continue;
    if (!(await one('select pg_try_advisory_lock(${STAY_LOCK})'))) continue;
    if (await isBusy()) {
      busyAt = Date.now();
      await one('select pg_advisory_unlock(${STAY_LOCK})');
      continue;
    }
    process.kill(parseInt(await one("select pg_read_file('postmaster.pid')"), 10), 'SIGINT');
    await new Promise((wake) => setTimeout(wake, 60000));
    leave();
  }
})().catch(leave);
`;

/** Leaves a small process behind that stops the server when nobody was connected for so long, and ends with it. */
export function startWatchdog(home: Home, port: number, seconds: number): void {
  const child = spawn(
    process.execPath,
    ['-e', SCRIPT, pgModule(home), home.state, String(port), String(seconds)],
    {
      cwd: path.parse(home.path).root,
      env: { PATH: process.env.PATH },
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
    },
  );
  // Without it the server only stays longer.
  child.once('error', () => undefined);
  child.unref();
}

function pgModule(home: Home): string {
  for (const folder of [process.cwd(), home.path, path.dirname(process.argv[1] ?? process.cwd())]) {
    try {
      return createRequire(path.join(folder, 'noop.js')).resolve('pg');
    } catch {
      // The next one.
    }
  }
  return 'pg';
}
