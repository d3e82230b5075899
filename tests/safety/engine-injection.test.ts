import { sql } from 'drizzle-orm';
import { check, integer, pgSchema, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { draftMigration, migrate, rollback } from '../../src/migrations/index.ts';
import { checkParity } from '../../src/parity/index.ts';
import * as schema from '../../src/lib/db/schema/index.ts';
import { applyDatabaseSetting } from '../../src/postgres/database-settings.ts';
import { quoteIdentifier } from '../../src/postgres/identifier.ts';
import { pgConfig } from '../../src/postgres/pg-config.ts';
import { Problem } from '../../src/problem.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { makeMigrations, table } from '../migrations/project.ts';
import { HOSTILE, expectCanary, setCanary } from './hostile-text.ts';

/* Names and values that pass through whole commands: histories, drafts, verdicts, and the role of applications. */

const NAMES = HOSTILE.filter((name) => Buffer.byteLength(name) <= 50);

let database: TestDatabase;
let client: Client;

beforeEach(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(await pgConfig(database.settings));
  await client.connect();
  await setCanary(client);
}, 120_000);

afterEach(async () => {
  await expectCanary(client);
  await client.end();
  await database.drop();
});

test('a history of any name, in a schema of any name, is the one that is found again', async () => {
  for (const name of [`a"; drop table public.canary; --`, `it's`, `$1 %I ?`, `ä\n\\`, 'x'.repeat(63)]) {
    using migrations = makeMigrations(
      { '1_a': table('a') },
      { migrations: { tableName: name.slice(0, 40), schemaName: `s ${name}`.slice(0, 63) } },
    );
    const options = { config: migrations.config, connection: database.settings };
    expect((await migrate(options)).applied).toHaveLength(1);
    expect((await migrate(options)).applied).toHaveLength(0);
    const back = await rollback({ ...options, deploys: 2 });
    expect({ name, back: back.rolledBack.length }).toEqual({ name, back: 1 });
  }
});

test('a schema of hostile names and values is drafted, made, judged equal and taken back', async () => {
  const space = pgSchema(`s"'\\; --`);
  const mood = space.enum(`e"'\\$1`, NAMES as [string, ...string[]]);
  const tables = Object.fromEntries(
    NAMES.map((name, index) => [
      `t${index}`,
      space.table(
        name,
        {
          id: integer(name).primaryKey(),
          value: text(`v${name}`).default(name),
          mood: mood(`m${name}`).default(name),
        },
        (t) => [
          check(`c${name}`, sql`${t.value} <> ${sql.raw(`'${name.replaceAll("'", "''")}'`)}`),
          uniqueIndex(`i${index}${name}`.slice(0, 40)).on(t.value),
        ],
      ),
    ]),
  );
  const declared = { space, mood, ...tables };
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-hostile-'));
  try {
    const config = { client: 'pg', migrations: { directory: folder, extension: 'ts', schemaName: 'public' } };
    const connection = database.settings;
    const draft = await draftMigration({ schema: declared, connection, config, name: 'hostile' });
    writeFileSync(path.join(folder, '20270101000000_hostile.ts'), draft.file);
    await migrate({ config, connection });
    expect(await checkParity({ schema: declared, connection })).toMatchObject({
      agrees: true,
      differences: [],
    });
    const name = quoteIdentifier(NAMES[3] ?? '');
    const { rows } = await client
      .query(`insert into ${quoteIdentifier(space.schemaName)}.${name} (${name}) values (1) returning *`)
      .catch((error: unknown) => ({ rows: [(error as { code: string }).code] }));
    // Its default is what its check refuses.
    expect(rows).toEqual(['23514']);
    await rollback({ config, connection });
    expect(
      (await client.query(`select from pg_namespace where nspname = $1`, [space.schemaName])).rows,
    ).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what is renamed may be called anything, before and after', async () => {
  // A dot in a name would be the end of it where renames are told.
  const names = NAMES.filter((name) => !name.includes('.'));
  const oldName = (at: number): string => names[at] ?? '';
  const newName = (at: number): string => names[(at + 1) % names.length] ?? '';
  const space = pgSchema('renamed');
  const declare = (call: (at: number) => string): Record<string, unknown> =>
    Object.fromEntries(
      names.map((_, at) => [
        `t${at}`,
        space.table(`${at}${call(at)}`, { id: integer().primaryKey(), value: text(call(at)) }),
      ]),
    );
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-hostile-'));
  try {
    const config = { client: 'pg', migrations: { directory: folder, extension: 'ts', schemaName: 'public' } };
    const connection = database.settings;
    const draft = async (declared: Record<string, unknown>, renames = {}): Promise<string> =>
      (await draftMigration({ schema: { space, ...declared }, connection, config, name: 'hostile', renames }))
        .file;
    writeFileSync(path.join(folder, '20270101000000_old.ts'), await draft(declare(oldName)));
    await migrate({ config, connection });
    await client.query(`insert into renamed.${quoteIdentifier(`1${oldName(1)}`)} values (1, 'kept')`);
    for (const text of HOSTILE.slice(4, 8))
      await expect(draft(declare(newName), { [`renamed.${text}`]: `renamed.${text}x` })).rejects.toThrow(
        Problem,
      );
    const renames = Object.fromEntries(
      names.flatMap((_, at) => [
        [`renamed.${at}${oldName(at)}`, `renamed.${at}${newName(at)}`],
        [`renamed.${at}${oldName(at)}.${oldName(at)}`, `renamed.${at}${newName(at)}.${newName(at)}`],
      ]),
    );
    writeFileSync(path.join(folder, '20270102000000_new.ts'), await draft(declare(newName), renames));
    await migrate({ config, connection });
    const { rows } = await client.query(`select * from renamed.${quoteIdentifier(`1${newName(1)}`)}`);
    expect(rows).toEqual([{ id: 1, [newName(1)]: 'kept' }]);
    expect(await checkParity({ schema: { space, ...declare(newName) }, connection })).toMatchObject({
      agrees: true,
    });
    await rollback({ config, connection });
    expect(await checkParity({ schema: { space, ...declare(oldName) }, connection })).toMatchObject({
      agrees: true,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('namespaces and patterns that are asked for are only looked for', async () => {
  for (const text of HOSTILE) {
    await checkParity({
      schema,
      connection: database.settings,
      schemas: [text, 'auth'],
      ignore: [text, `auth.${text}`, `*.${text}*`],
    }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Problem);
    });
    await expectCanary(client);
  }
});

test('the role of applications may have any name', async () => {
  for (const name of [`${database.name} "; drop table canary; --`, `${database.name} it's %I $$`]) {
    await using other = await createTestDatabase({ migrate: false });
    await applyDatabaseSetting(client, other.name, { name: 'keelson.app_role', value: name, role: null });
    const config = (await import('../../knexfile.ts')).default;
    const connection = other.settings;
    const role = (): Promise<unknown> =>
      client
        .query<{ name: string }>('select rolname as name from pg_roles where rolname = $1', [name])
        .then(({ rows }) => rows);
    await migrate({ config, connection });
    expect(await role()).toEqual([{ name }]);
    await rollback({ config, connection });
    expect(await role()).toEqual([]);
  }
});
