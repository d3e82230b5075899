import { BASE } from '../databases/base.ts';
import { differencesOf, makeAgain, openOriginal } from './again.ts';
import type { Original } from './again.ts';
import { OF_DATABASES } from './vocabulary.ts';

let original: Original;
beforeAll(async () => {
  original = await openOriginal(BASE);
}, 120_000);
afterAll(() => original[Symbol.asyncDispose]());

/** What cannot be made again as it was, each with what is left of it. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  // Nothing but a failure makes one.
  'an invalid index': ['index/valid app.users.users_age_idx: false became true'],
  // A column that was once inherited first keeps its place, though its parent comes last by now.
  'the order of parents': ['column/position app.child.a: ["a","b","c"] became ["b","a","c"]'],
};

/** Only the module that a label is of may set it; a test server has none. */
const UNKNOWN_MODULE = new Set(['a security label']);

test('what was read from a database makes one that agrees with it', async () => {
  await original.inTransactions(async () => {
    await makeAgain(original);
    expect(await differencesOf(original.client, original.copy)).toEqual([]);
  });
});

// The role is the server's, and found there by the copy: within the transaction it sees the one of before.
test.each(OF_DATABASES.map((word) => [word.name, word] as const))('with %s', async (name, word) => {
  const { client, named } = original;
  if (word.since !== undefined && original.version < word.since) return;
  await original.inTransactions(async () => {
    await client.query(named(word.setup ?? ''));
    await client.query(named(word.change));
    const made = makeAgain(original);
    if (UNKNOWN_MODULE.has(name)) {
      await expect(made).rejects.toThrow(
        /is not loaded\nSECURITY LABEL FOR "keeper" ON TABLE app.users IS 'secret'/,
      );
      return;
    }
    await made;
    expect(await differencesOf(client, original.copy)).toEqual(LEFT[name] ?? []);
  });
});
