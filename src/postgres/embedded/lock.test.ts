import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseHolder, withLock } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keelson-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const patience = { what: 'waiting', timeoutMs: 5_000 };
const impatience = { what: 'waiting', timeoutMs: 60 };

function holding(number: number, text: string, ageMs = 0): void {
  const file = path.join(folder, String(number));
  writeFileSync(file, text);
  const time = new Date(Date.now() - ageMs);
  utimesSync(file, time, time);
}

async function ourText(): Promise<{ pid: number; started: string; machine: string }> {
  return withLock(folder, patience, async () => {
    const [name = ''] = readdirSync(folder);
    const { readFile } = await import('node:fs/promises');
    return JSON.parse(await readFile(path.join(folder, name), 'utf8')) as {
      pid: number;
      started: string;
      machine: string;
    };
  });
}

describe('withLock', () => {
  it('lets one at a time in, each of them once, and gives back what the work gives', async () => {
    let inside = 0;
    let most = 0;
    const numbers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        withLock(folder, patience, async () => {
          most = Math.max(most, (inside += 1));
          await sleep(5);
          inside -= 1;
          return index;
        }),
      ),
    );
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(most).toBe(1);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is free again when the work fails', async () => {
    const failing = withLock(folder, patience, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).resolves.toBe(1);
  });

  it('takes the place of a holder that does not run any more', async () => {
    const ours = await ourText();
    holding(100, JSON.stringify({ ...ours, pid: 2 ** 22 + 1 }));
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).resolves.toBe(1);
  });

  it('takes the place of a holder whose number now belongs to another process', async () => {
    const ours = await ourText();
    holding(100, JSON.stringify({ ...ours, started: 'long ago' }));
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).resolves.toBe(1);
  });

  it('waits for a holder that runs, and says who it is when the time is up', async () => {
    const ours = await ourText();
    holding(100, JSON.stringify(ours));
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).rejects.toMatchObject({
      code: 'embedded/locked',
      message: expect.stringContaining(`process ${process.pid} on ${hostname()}`) as string,
    });
  });

  it('judges a holder on another machine, and one that never finished its file, by their age', async () => {
    const elsewhere = JSON.stringify({ pid: 1, machine: 'elsewhere' });
    holding(100, elsewhere, 10_000);
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).rejects.toMatchObject({
      code: 'embedded/locked',
    });
    holding(100, elsewhere, 600_000);
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).resolves.toBe(1);
    holding(200, '');
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).rejects.toMatchObject({
      code: 'embedded/locked',
    });
    holding(200, '', 10_000);
    await expect(withLock(folder, impatience, () => Promise.resolve(1))).resolves.toBe(1);
  });

  it('ends with the patience of its caller', async () => {
    holding(100, '');
    const signal = AbortSignal.timeout(30);
    const waiting = withLock(folder, { ...patience, signal }, () => Promise.resolve(1));
    await expect(waiting).rejects.toMatchObject({ code: 'embedded/interrupted' });
  });
});

describe('parseHolder', () => {
  it('makes nothing of a file that says nothing', () => {
    for (const text of ['', 'free', '{}', '{"pid":1}', 'null']) expect(parseHolder(text)).toBeUndefined();
  });
});
