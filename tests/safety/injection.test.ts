import fc from 'fast-check';
import { Client } from 'pg';
import { closeDb, createDb, eq, prepared, userByEmail, users, usersPage } from '../../src/index.ts';
import type { Db } from '../../src/index.ts';
import { tableName } from '../../src/migrations/history.ts';
import { applyDatabaseSetting, readDatabaseSettings } from '../../src/postgres/database-settings.ts';
import { ensureDatabase } from '../../src/postgres/database.ts';
import { quoteIdentifier, quoteLiteral } from '../../src/postgres/identifier.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { withClient } from '../../src/postgres/client.ts';
import { withSettings } from '../../src/postgres/settings.ts';
import { Problem } from '../../src/problem.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { HOSTILE, cutToName, expectCanary, hostileText, setCanary } from './hostile-text.ts';

/* Whatever name or value is given comes back as it was, or is refused; and a table beside is untouched. */

let database: TestDatabase;
let client: Client;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client(await pgConfig(database.settings));
  await client.connect();
  await setCanary(client);
  db = createDb({ settings: database.settings });
}, 120_000);

afterEach(async () => {
  await expectCanary(client);
});

afterAll(async () => {
  await closeDb(db);
  await client.end();
  await database.drop();
});

const EACH = { numRuns: 150 };

test('a literal is what it was, whatever strings mean on the server', async () => {
  for (const meaning of ['on', 'off']) {
    await client.query(`set standard_conforming_strings = ${meaning}`).catch(() => undefined);
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const { rows } = await client.query<{ text: string }>(`select ${quoteLiteral(text)}::text as text`);
        expect(rows[0]?.text).toBe(text);
      }),
      EACH,
    );
  }
  await client.query('reset standard_conforming_strings');
});

test('an identifier is what it was, as far as a name goes', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const { fields } = await client.query(`select 1 as ${quoteIdentifier(text)}`);
      expect(fields.map(({ name }) => name)).toEqual([cutToName(text)]);
    }),
    EACH,
  );
});

test('a table of a history is one table, whatever it and its schema are called', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, hostileText, async (schema, name) => {
      await client.query('begin');
      await client.query(`create schema ${quoteIdentifier(`s${schema}`)}`);
      await client.query(`create table ${tableName({ schema: `s${schema}`, name })} (id int)`);
      const { rows } = await client.query(
        'select nspname, relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = $1',
        [cutToName(`s${schema}`)],
      );
      await client.query('rollback');
      expect(rows).toEqual([{ nspname: cutToName(`s${schema}`), relname: cutToName(name) }]);
    }),
    { numRuns: 60 },
  );
});

test('a zero byte is refused wherever a text is sent', async () => {
  const text = 'a\0b';
  const refused = expect.objectContaining({ code: 'query/zero-byte' }) as Error;
  expect(() => quoteIdentifier(text)).toThrow(Problem);
  expect(() => quoteLiteral(text)).toThrow(refused);
  expect(() => tableName({ schema: 'public', name: text })).toThrow(refused);
  for (const what of ['user', 'database', 'applicationName', 'options'] as const)
    await expect(pgConfig(withSettings(database.settings, { [what]: text }))).rejects.toThrow(refused);
  const query = prepared('x\0select 1\0\0', {}, () => db.select().from(users));
  await expect(query({})).rejects.toThrow(refused);
  await expect(userByEmail({ email: text }, db)).rejects.toMatchObject({ code: '22021' });
});

test('the values of a statement are values', async () => {
  const byName = prepared('users_by_hostile_name', { name: users.name, most: Number }, ({ name, most }) =>
    db.select({ name: users.name }).from(users).where(eq(users.name, name)).limit(most),
  );
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      await db.insert(users).values({ name: text, email: text });
      expect(await byName.first({ name: text, most: 1 })).toEqual({ name: text });
      expect(await userByEmail.first({ email: text }, db)).toMatchObject({ name: text });
      expect(await usersPage({ after: text, size: 1 }, db)).toMatchObject({
        rows: expect.any(Array) as unknown[],
      });
      await expect(byName({ name: text, most: text as unknown as number })).rejects.toThrow();
      await db.delete(users);
    }),
    { numRuns: 60 },
  );
});

test('the name of a statement is a name', async () => {
  const short = hostileText.filter((text) => Buffer.byteLength(text) <= 40);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(short, async (text) => {
      const query = prepared(`${(count += 1)} ${text}`, { name: users.name }, ({ name }) =>
        db.select().from(users).where(eq(users.name, name)),
      );
      expect(await query({ name: text })).toEqual([]);
      expect(await query({ name: text })).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('what a client calls itself is all that it says with it', async () => {
  for (const text of HOSTILE.filter((one) => /^[ -~]+$/.test(one) && one.length < 60)) {
    const settings = withSettings(database.settings, { applicationName: text });
    const { rows } = await withClient(settings, async (one) =>
      one.query<{ name: string; role: string }>(
        `select current_setting('application_name') as name, session_user as role`,
      ),
    );
    expect(rows).toEqual([{ name: text, role: database.settings.user }]);
  }
});

test('a database of any name is made, found again, and keeps its settings', async () => {
  for (const text of [`a"b'c`, `$1 %I; drop table canary`, 'ä\n"', `\\`]) {
    const settings = withSettings(database.settings, { database: `${database.name} ${text}` });
    try {
      expect(await ensureDatabase(settings)).toBe(true);
      expect(await ensureDatabase(settings)).toBe(false);
      for (const value of HOSTILE.filter((one) => !one.includes('\n'))) {
        const setting = { name: 'keelson.note', value, role: null };
        await applyDatabaseSetting(client, settings.database, setting);
        expect(await readDatabaseSettings(client, settings.database)).toEqual([setting]);
      }
    } finally {
      await client.query(`drop database if exists ${quoteIdentifier(settings.database)} with (force)`);
    }
  }
});
