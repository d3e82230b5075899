import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { closeDb, createDb, eq, sessionByToken, sql, users } from '../../src/index.ts';
import type { OpenTelemetry } from '../../src/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
}, 120_000);

afterAll(async () => {
  await database.drop();
});

interface Recorded {
  readonly name: string;
  readonly kind: number;
  readonly parent: unknown;
  readonly attributes: Record<string, string | number>;
  status?: number;
  ended: boolean;
}

/** As much of the API as its documentation promises, with a record of what is done with it. */
function standIn(): { api: OpenTelemetry; spans: Recorded[]; active: AsyncLocalStorage<string> } {
  const spans: Recorded[] = [];
  const active = new AsyncLocalStorage<string>();
  const api: OpenTelemetry = {
    trace: {
      getTracer: () => ({
        startSpan: (name, { kind, attributes }, parent) => {
          const span: Recorded = { name, kind, parent, attributes: { ...attributes }, ended: false };
          spans.push(span);
          return {
            isRecording: () => true,
            setAttribute: (key, value) => (span.attributes[key] = value),
            setStatus: ({ code }) => (span.status = code),
            end: () => {
              span.ended = true;
            },
          };
        },
      }),
    },
    context: {
      active: () => active.getStore(),
      bind: (context, target) =>
        ((...given: unknown[]) =>
          active.run(context as string, () =>
            (target as (...all: unknown[]) => unknown)(...given),
          )) as typeof target,
    },
  };
  return { api, spans, active };
}

test('a span for each query, named and described as databases are, without values', async () => {
  const { api, spans } = standIn();
  const db = createDb({ url: database.url, tracing: api });
  await db.select({ id: users.id }).from(users).where(eq(users.email, 'secret@example.test'));
  await sessionByToken({ token: 'secret' }, db);
  await db.execute(sql.raw(`select 'secret', 4711 /* 42 */`));
  await db.execute(sql`select ${'secret'}::int`).catch(() => undefined);
  await closeDb(db);
  const { host, port, database: name } = database.settings;
  const common = {
    'db.system.name': 'postgresql',
    'db.namespace': name,
    'db.operation.name': 'SELECT',
    'server.address': host,
    'server.port': port,
  };
  expect(spans.map(({ attributes }) => attributes)).toEqual([
    { ...common, 'db.query.text': 'select "id" from "auth"."users" where "auth"."users"."email" = $1' },
    {
      ...common,
      'db.query.text': expect.stringContaining('$1') as string,
      'keelson.statement.name': 'auth_session_by_token',
    },
    { ...common, 'db.query.text': 'select ?, ? /* ? */' },
    {
      ...common,
      'db.query.text': 'select $1::int',
      'error.type': '22P02',
      'db.response.status_code': '22P02',
    },
  ]);
  for (const span of spans) expect(span).toMatchObject({ name: `SELECT ${name}`, kind: 2, ended: true });
  expect(spans.map(({ status }) => status)).toEqual([undefined, undefined, undefined, 2]);
  expect(JSON.stringify(spans)).not.toContain('secret');
});

test('the parent is what is active where the query was asked, whoever gave the connection back', async () => {
  const { api, spans, active } = standIn();
  const db = createDb({ url: database.url, tracing: api, max: 1 });
  await Promise.all(
    [1, 2, 3, 4, 5].map(async (n) => {
      await active.run(`request ${n}`, async () => {
        await db.execute(sql.raw(`select ${n} as request_${n}`));
        await db.transaction(async (tx) => {
          await tx.execute(sql.raw(`select ${n} as request_${n}`));
        });
      });
    }),
  );
  await closeDb(db);
  const asked = spans.filter(({ attributes }) => String(attributes['db.query.text']).includes('request_'));
  expect(asked).toHaveLength(10);
  for (const { parent, attributes } of asked)
    expect(attributes['db.query.text']).toBe(`select ? as ${String(parent).replace(' ', '_')}`);
});

/** The package itself, where it is installed. */
function installed(): string | undefined {
  try {
    return path.resolve(createRequire(__filename).resolve('@opentelemetry/api'), '..', '..');
  } catch {
    return undefined;
  }
}

describe('the API of the project', () => {
  /** Runs a program in a project of its own that has these lines for a package, or the package. */
  const inProject = async (
    program: string,
    api: string | { readonly folder: string } | undefined,
  ): Promise<string> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'keelson-tracing-'));
    const place = path.join(folder, 'node_modules', '@opentelemetry', 'api');
    try {
      mkdirSync(place, { recursive: true });
      if (typeof api === 'string') writeFileSync(path.join(place, 'index.js'), api);
      else if (api !== undefined) cpSync(api.folder, place, { recursive: true });
      const keelson = JSON.stringify(path.join(__dirname, '..', '..', 'src', 'index.ts'));
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          '--require',
          require.resolve('tsx/cjs'),
          '--eval',
          `const { closeDb, createDb } = require(${keelson});
           const db = createDb({ url: ${JSON.stringify(database.url)} });
           const load = require('node:module').createRequire(${JSON.stringify(path.join(folder, 'x.js'))});
           const spans = [];
           const span = { isRecording: () => true, setAttribute() {}, setStatus() {}, end: () => spans.push('ended') };
           const provider = { getTracer: () => ({ startSpan: (name) => (spans.push(name), span) }) };
           void (async () => { ${program}; await closeDb(db); console.log(JSON.stringify(spans)); })();`,
        ],
        { cwd: folder, timeout: 60_000 },
      );
      return stdout.trim();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  const STAND_IN = `
    const kept = (globalThis[Symbol.for('opentelemetry.js.api.1')] ??= { version: '1.10.0' });
    globalThis.loads = (globalThis.loads ?? 0) + 1;
    exports.trace = {
      setGlobalTracerProvider: (provider) => { kept.trace = provider; return true; },
      getTracer: (name) => kept.trace.getTracer(name),
    };
    exports.context = { active: () => undefined, bind: (_context, target) => target };`;
  const two = (name: string): string => JSON.stringify([name, 'ended']);
  const expected = (): string => two(`SELECT ${database.settings.database}`);
  const program = `
    await db.$client.query('select 1');
    load('@opentelemetry/api').trace.setGlobalTracerProvider(provider);
    await db.$client.query('select 2');`;

  test('is used from when a provider is registered on', async () => {
    expect(await inProject(program, STAND_IN)).toBe(expected());
  }, 120_000);

  test('is not loaded before, nor needed', async () => {
    const loads = `await db.$client.query('select 1'); spans.push(globalThis.loads ?? 0)`;
    expect(await inProject(loads, STAND_IN)).toBe('[0]');
    expect(await inProject(loads, undefined)).toBe('[0]');
  }, 120_000);

  test('is not used by a client that wants no spans', async () => {
    const unwanted = `
      load('@opentelemetry/api').trace.setGlobalTracerProvider(provider);
      const quiet = createDb({ url: ${JSON.stringify(database.url)}, tracing: false });
      await quiet.$client.query('select 1');
      await closeDb(quiet);
      await db.$client.query('select 2');`;
    expect(await inProject(unwanted, STAND_IN)).toBe(expected());
  }, 120_000);

  const real = installed();
  (real === undefined ? test.skip : test)(
    'as it is published',
    async () => {
      expect(await inProject(program, { folder: real ?? '' })).toBe(expected());
    },
    120_000,
  );
});
