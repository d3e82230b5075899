import { closeDb, createDb, sql } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { HOW_TO_GET, PGBOUNCER, startBouncer } from '../postgres/bouncer.ts';
import { failure } from './failure.ts';

/* PgBouncer takes no timeouts at the start of a session. */

if (PGBOUNCER === undefined) {
  test.skip(`through PgBouncer: ${HOW_TO_GET}`, () => undefined);
} else {
  const program = PGBOUNCER;
  const asked = async (options: { statementTimeout?: number }): Promise<unknown> => {
    await using database = await createTestDatabase({ migrate: false });
    await using bouncer = await startBouncer(program, database.settings, 'transaction');
    const db = createDb({ settings: bouncer.settings, ...options });
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      const all = Array.from({ length: 3 }, async () => await failure(db.execute(sql`select 1 as one`)));
      return {
        failures: await Promise.all(all),
        warnings: warn.mock.calls.map(([, about]) => (about as { code?: unknown }).code),
      };
    } finally {
      await closeDb(db);
      warn.mockRestore();
    }
  };

  test('those that nobody asked for are left out, and that is said once', async () => {
    expect(await asked({})).toEqual({
      failures: [undefined, undefined, undefined],
      warnings: ['connection/startup-parameter'],
    });
  });

  test('one that was asked for is not', async () => {
    expect(await asked({ statementTimeout: 1000 })).toMatchObject({
      failures: [
        'connection/startup-parameter',
        'connection/startup-parameter',
        'connection/startup-parameter',
      ],
    });
  });
}
