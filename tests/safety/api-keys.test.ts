import { apiKeys, closeDb, createDb, eq, organizations, users } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { loginOn } from './app-login.ts';

test('API keys go with whoever owns them then, when an application deletes that', async () => {
  await using database = await createTestDatabase();
  await using login = await loginOn(database);
  const db = createDb({ settings: login.settings });
  try {
    await db.insert(users).values([{ id: 'ada' }, { id: 'ben' }]);
    await db.insert(organizations).values({ id: 'boats', name: 'Boats', slug: 'boats' });
    await db.insert(apiKeys).values([
      { referenceId: 'ada', key: 'stays with ada' },
      { referenceId: 'ada', key: 'given to ben' },
      { referenceId: 'ada', key: 'given to boats' },
    ]);
    const give = async (key: string, referenceId: string): Promise<void> => {
      await db.update(apiKeys).set({ referenceId }).where(eq(apiKeys.key, key));
    };
    await give('given to ben', 'ben');
    await give('given to boats', 'boats');
    const keys = async () => (await db.select().from(apiKeys).orderBy(apiKeys.key)).map(({ key }) => key);
    await db.delete(users).where(eq(users.id, 'ada'));
    expect(await keys()).toEqual(['given to ben', 'given to boats']);
    await db.delete(organizations).where(eq(organizations.id, 'boats'));
    expect(await keys()).toEqual(['given to ben']);
    // All at once, as well as one by one.
    await db.delete(users);
    expect(await keys()).toEqual([]);
  } finally {
    await closeDb(db);
  }
});
