import { waitFor, whileSaying } from './patience.ts';

describe('waiting', () => {
  it('says nothing for a second, then what it waits for and how long at most', async () => {
    const said: string[] = [];
    let asked = 0;
    const onProgress = (message: string): void => {
      said.push(message);
    };
    const begun = Date.now();
    const answer = await waitFor('waiting for it', { timeoutMs: 60_000, onProgress }, () => {
      asked += 1;
      return said.length > 0 ? asked : undefined;
    });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1_000);
    expect(answer).toBeGreaterThan(1);
    // More than one second where the machine stood still.
    expect(said).toEqual([expect.stringMatching(/^waiting for it \([1-9]\d* s, at most 60 s\)$/)]);
  });

  it('is over when the time is up', async () => {
    const answer = await waitFor<number>('it', { timeoutMs: 30 }, () => undefined);
    expect(answer).toBeUndefined();
  });

  it('is over at once when the caller has given up already', async () => {
    const waiting = waitFor('it', { timeoutMs: 1_000, signal: AbortSignal.abort() }, () => 1);
    await expect(waiting).rejects.toMatchObject({ code: 'embedded/interrupted' });
  });

  it('on work of its own bound ends with the work, whatever comes of it', async () => {
    expect(await whileSaying('it', { timeoutMs: 1 }, Promise.resolve(1))).toBe(1);
    await expect(whileSaying('it', { timeoutMs: 1 }, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
