import { differencesOf, makeAgain, openOriginal } from './again.ts';
import type { Original } from './again.ts';
import { ENTANGLED } from './entangled.ts';

let original: Original;
beforeAll(async () => {
  original = await openOriginal('');
}, 120_000);
afterAll(() => original[Symbol.asyncDispose]());

test.each(Object.entries(ENTANGLED))('%s', async (_, sql) => {
  await original.inTransactions(async () => {
    await original.client.query(sql);
    await makeAgain(original);
    expect(await differencesOf(original.client, original.copy)).toEqual([]);
  });
});
