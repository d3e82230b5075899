import { DRIZZLE_TABLE, readApplied } from '../../../src/migrations/from-drizzle/applied.ts';
import type { AppliedByDrizzle } from '../../../src/migrations/from-drizzle/applied.ts';
import { readDrizzleFolder } from '../../../src/migrations/from-drizzle/folder.ts';
import { withClient } from '../../../src/postgres/client.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { handMade } from './hand-made.ts';
import type { HandMade, HandMadeMigration } from './hand-made.ts';
import { applyByDrizzle } from './migrator.ts';

const table = (name: string, minute?: number): HandMadeMigration =>
  minute === undefined
    ? [name, `CREATE TABLE ${name} (id int);\n`]
    : [name, `CREATE TABLE ${name} (id int);\n`, minute];

async function read(database: TestDatabase, { folder }: HandMade): Promise<AppliedByDrizzle> {
  return await withClient(database.settings, async (client) =>
    readApplied(client, readDrizzleFolder(folder), DRIZZLE_TABLE),
  );
}

/** The migrations in each list, by their names. */
function named({ applied, changed, unrecorded, unknown }: AppliedByDrizzle): object {
  const names = (list: AppliedByDrizzle['applied']): readonly string[] =>
    list.map(({ tag }) => tag.replace(/^\d+_/, ''));
  return { applied: names(applied), changed: names(changed), unrecorded: names(unrecorded), unknown };
}

async function tables(database: TestDatabase): Promise<readonly string[]> {
  return await withClient(database.settings, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select tablename::text as name from pg_tables where schemaname = 'public' order by 1`,
    );
    return rows.map(({ name }) => name);
  });
}

const NONE = { changed: [], unrecorded: [], unknown: [] };

test('with a journal, applied is what is not younger than the last row, as the migrator has it', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using made = handMade([table('a'), table('b')]);
  expect(await read(database, made)).toMatchObject({ isThere: false, applied: [] });
  await applyByDrizzle(database, 'journal', made.folder);
  expect(await read(database, made)).toMatchObject({ isThere: true, owner: database.settings.user });

  made.write([table('a'), table('b'), table('c')]);
  expect(named(await read(database, made))).toEqual({ ...NONE, applied: ['a', 'b'] });
  // Git may have written other ends of lines.
  made.write([
    ['a', 'CREATE TABLE a (id int);\r\n'],
    ['b', 'CREATE TABLE b (id bigint);\n'],
  ]);
  expect(named(await read(database, made))).toEqual({ ...NONE, applied: ['a', 'b'], changed: ['b'] });

  // One of another branch, which is older than what was applied: the migrator never runs it.
  const merged = [table('a'), table('late', 0.5), table('b', 1)];
  made.write(merged);
  expect(named(await read(database, made))).toEqual({
    ...NONE,
    applied: ['a', 'late', 'b'],
    unrecorded: ['late'],
  });
  await applyByDrizzle(database, 'journal', made.folder);
  expect(await tables(database)).toEqual(['a', 'b']);

  // One that is younger and comes earlier in the journal: the migrator runs it, and here it has no place.
  made.write([table('a'), table('young', 2), table('b', 1)]);
  await expect(read(database, made)).rejects.toMatchObject({
    code: 'migrations/drizzle-gap',
    message: expect.stringContaining('0001_young') as string,
  });
  await applyByDrizzle(database, 'journal', made.folder);
  expect(await tables(database)).toEqual(['a', 'b', 'young']);
  expect(named(await read(database, made))).toMatchObject({ applied: ['a', 'young', 'b'], unrecorded: [] });

  made.write([table('a')]);
  expect(named(await read(database, made))).toEqual({
    ...NONE,
    applied: ['a'],
    unknown: ['2025-01-31T12:02:00.250Z', '2025-01-31T12:01:00.250Z'],
  });
});

test('with a folder each, applied is what has a row of its name; rows of older versions are told by time and text', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using journal = handMade([table('a'), table('b')]);
  await applyByDrizzle(database, 'journal', journal.folder);
  using made = handMade([table('a'), table('b'), table('c')], 'folders');
  expect(named(await read(database, made))).toEqual({ ...NONE, applied: ['a', 'b'] });
  await applyByDrizzle(database, 'folders', made.folder);
  expect(await tables(database)).toEqual(['a', 'b', 'c']);
  expect(named(await read(database, made))).toEqual({ ...NONE, applied: ['a', 'b', 'c'] });

  // What is older and was not there is run all the same by 1.0, so that it is not applied.
  made.write([table('a'), table('late', 0.5), table('b', 1), table('d', 3)]);
  await expect(read(database, made)).rejects.toMatchObject({ code: 'migrations/drizzle-gap' });
  await applyByDrizzle(database, 'folders', made.folder);
  expect(await tables(database)).toEqual(['a', 'b', 'c', 'd', 'late']);
  expect(named(await read(database, made))).toEqual({
    ...NONE,
    applied: ['a', 'late', 'b', 'd'],
    unknown: ['20250131120200_c'],
  });
});
