import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { differencesOf, makeAgain, openOriginal } from './again.ts';
import type { Original } from './again.ts';
import { ENTANGLED } from './entangled.ts';

let original: Original;
beforeAll(async () => {
  original = await openOriginal('');
}, 120_000);
afterAll(() => original[Symbol.asyncDispose]());

/** Schemas as applications have them. */
const APPLICATIONS = path.join(__dirname, '..', 'pull', 'applications');

test.each(readdirSync(APPLICATIONS))('the application of %s', async (name) => {
  const sql = readFileSync(path.join(APPLICATIONS, name), 'utf8');
  await original.inTransactions(async () => {
    await original.client.query(sql);
    await makeAgain(original);
    expect(await differencesOf(original.client, original.copy)).toEqual([]);
  });
});

test.each(Object.entries(ENTANGLED))('%s', async (_, sql) => {
  await original.inTransactions(async () => {
    await original.client.query(sql);
    await makeAgain(original);
    expect(await differencesOf(original.client, original.copy)).toEqual([]);
  });
});

/** What holds for the database as a whole, so that it stands alone. */
const ALONE = new Set(['rights', 'no namespace but one']);

test('all of them at once, each in a namespace of its own', async () => {
  const { client, copy } = original;
  await original.inTransactions(async () => {
    const scenes = Object.entries(ENTANGLED).filter(([name]) => !ALONE.has(name));
    for (const [index, [, sql]] of scenes.entries()) {
      await client.query(`create schema scene_${index}; set search_path = scene_${index}`);
      await client.query(sql);
    }
    await client.query('reset search_path');
    await makeAgain(original);
    expect(await differencesOf(client, copy)).toEqual([]);
  });
});
