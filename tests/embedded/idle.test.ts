import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  embeddedServerStatus,
  stopEmbeddedServer,
  type EmbeddedServer,
} from '../../src/postgres/embedded/index.ts';
import { askServer, STAY_LOCK } from '../../src/postgres/embedded/session.ts';
import { connectionSettings } from '../../src/postgres/settings.ts';
import { startRelay } from '../postgres/relay.ts';
import { ask, clearUp, newHome, runs, until, start } from './home.ts';

afterEach(clearUp);

const WATCHERS = `select count(*)::int from pg_stat_activity where application_name like 'keelson: %'`;

describe('a server that stops when idle', () => {
  it('stays while somebody is connected and stops afterwards, by a clean shutdown', async () => {
    const home = newHome();
    const server = await start({ home, stopWhenIdleForSeconds: 2 });
    const client = new Client({ connectionString: server.url });
    await client.connect();
    await sleep(4_000);
    expect(runs(server.pid)).toBe(true);
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'running', stopsWhenIdle: true });
    await client.end();
    await until('it has stopped by itself', () => !runs(server.pid));
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'stopped' });
    expect(await start({ home })).toMatchObject({ startedNow: true });
  });

  it('counts short visits, and has one watchdog however often it is started', async () => {
    const home = newHome();
    const LIMIT_MS = 2_000;
    const visit = async (): Promise<EmbeddedServer> =>
      await start({ home, stopWhenIdleForSeconds: LIMIT_MS / 1000 });
    let server = await visit();
    let last = performance.now();
    // The visits together last longer than the server would stay without them.
    for (let since = last; last - since < LIMIT_MS * 1.5;) {
      await sleep(300);
      const found = await visit();
      const now = performance.now();
      if (now - last > LIMIT_MS / 2) {
        // The machine stood still, and the watchdog may have been right to stop the server: it begins anew.
        server = found;
        since = now;
      } else expect(found).toMatchObject({ startedNow: false, pid: server.pid });
      last = now;
    }
    // One that has lost against another is seen for a moment.
    await until('there is one watchdog', async () => (await ask(server, WATCHERS)) === 1);
    await stopEmbeddedServer({ home });
  });

  it('is not handed out when the watchdog has made up its mind: a start waits for the end and begins anew', async () => {
    const home = newHome();
    const dying = await start({ home });
    const client = new Client({ ...dying, host: '127.0.0.1', database: 'postgres' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [STAY_LOCK]);
    let isOver = false;
    const starting = start({ home }).finally(() => (isOver = true));
    await sleep(300);
    expect(isOver).toBe(false);
    process.kill(dying.pid, 'SIGINT');
    const server = await starting;
    expect(server.startedNow).toBe(true);
    expect(server.pid).not.toBe(dying.pid);
    await client.end().catch(() => undefined);
  });

  it('and ends a session as soon as it began is about to stop, and not one that refuses', async () => {
    const home = newHome();
    const server = await start({ home });
    await using relay = await startRelay(connectionSettings(server));
    const behind = { ...server, host: '127.0.0.1', port: relay.settings.port } as const;
    relay.endNextSession();
    expect(await askServer(behind, home)).toBeUndefined();
    expect(await askServer(behind, home)).toMatchObject({ isWatched: false });
  });

  it('and is found at that very moment is started again, never handed out dying', async () => {
    const home = newHome();
    let turn = 0;
    for (let attempt = 0; turn < 4 && attempt < 20; attempt += 1) {
      const server = await start({ home, stopWhenIdleForSeconds: 0.3 });
      const begin = performance.now();
      const answer: unknown = await ask(server, 'select 1').catch((error: unknown) => error);
      // Where the machine stood still, the watchdog was right to stop it: that says nothing.
      if (performance.now() - begin < 150) {
        expect(answer).toBe(1);
        turn += 1;
      }
      // About when the watchdog makes up its mind, a little earlier or later each time.
      await sleep(350 + turn * 40);
    }
    expect(turn).toBe(4);
  });
});
