import { createTestDatabase } from '../../src/testing/index.ts';
import { projectWith, query, run, schema } from './draft-project.ts';
import { keelson, problemCode } from './keelson.ts';

describe('push', () => {
  test('makes a local database what the schema says, and takes nothing away without a word', async () => {
    using project = projectWith(`name: text('name'), nickname: text('nickname')`);
    await using database = await createTestDatabase({ migrate: false });
    const push = async (...words: readonly string[]) => await run(project, ['push', ...words], database);
    expect((await push('--dry-run')).stdout).toContain('create table');
    expect(await push()).toMatchObject({ code: 0 });
    expect((await push()).stdout).toMatch(/is what the schema says\n$/);
    await query(database, `insert into users values ('a', 'Ann', 'A')`);

    project.write('src/db/schema.ts', schema(`name: text('name')`));
    const refused = await push();
    expect(refused.code).toBe(2);
    expect(problemCode(refused)).toBe('push/destroys');
    expect(refused.stderr).toContain('column public.users.nickname, 1 row');
    expect(await push('--destroy')).toMatchObject({ code: 0 });

    project.write('src/db/schema.ts', schema(`name: integer('name'), age: integer('age')`));
    const failed = await push();
    expect(problemCode(failed)).toBe('push/refused');
    // Not what went well before it, nor what it never came to.
    expect(failed.stdout).toBe('');
    expect(failed.stderr).toMatch(
      /invalid input syntax for type integer: "Ann"\n {2}alter table .* type integer .*;\n/,
    );
    expect(await query(database, 'select name from users')).toEqual([{ name: 'Ann' }]);
  });

  test('is refused elsewhere, before anything is connected to', async () => {
    using project = projectWith(`name: text('name')`);
    const DATABASE_URL = 'postgres://app@db.example.invalid/app';
    const outcome = await keelson(['push'], { cwd: project.folder, env: { DATABASE_URL } });
    expect(outcome.code).toBe(2);
    expect(problemCode(outcome)).toBe('push/not-local');
    expect(outcome.stderr).toContain('is not on this machine');
  });

  test('is refused on a database of production', async () => {
    using project = projectWith(`name: text('name')`);
    await using database = await createTestDatabase({ migrate: false });
    await run(project, ['migrate'], database);
    await run(project, ['environment', 'production'], database);
    const outcome = await run(project, ['push'], database);
    expect(outcome.code).toBe(2);
    expect(problemCode(outcome)).toBe('push/not-local');
  });
});
