import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeDb, createDb, users } from 'keelson';
import { createTestDatabase } from 'keelson/testing';
import { signUp } from './sign-up.ts';

void test('an address can be used once, whatever its case', async () => {
  await using database = await createTestDatabase();
  const db = createDb({ settings: database.settings });
  try {
    const user = await signUp(db, 'mo@example.test');
    assert.equal(user.isEmailVerified, false);
    await assert.rejects(signUp(db, 'MO@example.test'), /has an account already/);
    assert.equal(await db.$count(users), 1);
  } finally {
    await closeDb(db);
  }
});
