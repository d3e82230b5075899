import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { embeddedServerStatus, stopEmbeddedServer } from '../../src/postgres/embedded/index.ts';
import { askServer, STAY_LOCK } from '../../src/postgres/embedded/session.ts';
import { connectionSettings } from '../../src/postgres/settings.ts';
import { startRelay } from '../postgres/relay.ts';
import { ask, clearUp, newHome, runs, until, start } from './home.ts';

jest.setTimeout(60_000);
afterEach(clearUp);

const WATCHERS = `select count(*)::int from pg_stat_activity where application_name like 'keelson: %'`;

describe('a server that stops when idle', () => {
  it('stays while somebody is connected and stops afterwards, by a clean shutdown', async () => {
    const home = newHome();
    const server = await start({ home, stopWhenIdleForSeconds: 0.5 });
    const client = new Client({ connectionString: server.url });
    await client.connect();
    await sleep(1_500);
    expect(runs(server.pid)).toBe(true);
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'running', stopsWhenIdle: true });
    await client.end();
    await until('it has stopped by itself', () => !runs(server.pid));
    expect(await embeddedServerStatus({ home })).toMatchObject({ state: 'stopped' });
    expect(await start({ home })).toMatchObject({ startedNow: true });
  });

  it('counts short visits, and has one watchdog however often it is started', async () => {
    const home = newHome();
    const first = await start({ home, stopWhenIdleForSeconds: 0.5 });
    for (let visit = 0; visit < 8; visit += 1) {
      await sleep(150);
      const server = await start({ home, stopWhenIdleForSeconds: 0.5 });
      expect(server).toMatchObject({ startedNow: false, pid: first.pid });
    }
    expect(await ask(first, WATCHERS)).toBe(1);
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
    for (let turn = 0; turn < 4; turn += 1) {
      const server = await start({ home, stopWhenIdleForSeconds: 0.3 });
      expect(await ask(server, 'select 1')).toBe(1);
      // About when the watchdog makes up its mind, a little earlier or later each time.
      await sleep(350 + turn * 40);
    }
  });
});
