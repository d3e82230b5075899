import type { Client } from 'pg';
import { Pool } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import type { Verdict } from '../../../src/parity/index.ts';
import { connect } from '../../../src/postgres/client.ts';
import { connectionUrl } from '../../../src/postgres/connection-url.ts';
import { pgConfig } from '../../../src/postgres/pg-config.ts';
import { LazyPool } from '../../../src/postgres/pool.ts';
import { withSettings } from '../../../src/postgres/settings.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { buildSchema, findings, loadSchema } from '../corpus.ts';
import type { CorpusSchema } from '../corpus.ts';
import { HOW_TO_GET, PGBOUNCER, startBouncer } from '../../postgres/bouncer.ts';
import type { Bouncer } from '../../postgres/bouncer.ts';

/** Types, defaults, checks and indexes for plans; views for twins; names that the path finds. */
const FOLDERS = ['base-columns', 'base-indexes', 'base-views', 'checks-functions', 'types-citext'];

if (PGBOUNCER === undefined) {
  test.skip(`through PgBouncer: ${HOW_TO_GET}`, () => undefined);
  process.emitWarning(`nothing is tested through PgBouncer: ${HOW_TO_GET}`, 'KeelsonWarning');
} else {
  const program = PGBOUNCER;
  describe('through PgBouncer, a transaction at a time on one connection', () => {
    tests(program);
  });
}

function tests(program: string): void {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let bouncer: Bouncer;
  let schemas: readonly CorpusSchema[];

  beforeAll(async () => {
    schemas = await Promise.all(FOLDERS.map(loadSchema));
  });
  beforeEach(async () => {
    database = await createTestDatabase({ migrate: false });
    bouncer = await startBouncer(program, database.settings, 'transaction');
  });
  afterEach(async () => {
    await bouncer[Symbol.asyncDispose]();
    await database.drop();
  });

  async function build(folder: string): Promise<CorpusSchema['schema']> {
    const one = schemas.find(({ name }) => name === folder);
    if (one === undefined) throw new Error(`there is no ${folder}`);
    const client = await connect(database.settings);
    await buildSchema(client, one);
    await client.end();
    return one.schema;
  }

  /** What a session could keep, as the next client on the same connection to the server has it. */
  async function stateOf(client: Client): Promise<unknown> {
    const { rows } = await client.query<{ name: string }>(`
      select pg_backend_pid() as pid, pg_my_temp_schema() as temporary,
        (select count(*) from pg_prepared_statements) as prepared,
        (select json_object_agg(name, setting order by name) from pg_settings
          where context in ('user', 'superuser') and name <> 'application_name'
            and name !~ '[.]' /* of a language or an extension that is loaded */) as settings`);
    return rows;
  }

  async function leavingNothing<Result>(use: () => Promise<Result>): Promise<Result> {
    const client = await connect(bouncer.settings);
    try {
      const before = await stateOf(client);
      const result = await use();
      expect(await stateOf(client)).toEqual(before);
      return result;
    } finally {
      await client.end();
    }
  }

  test.each(FOLDERS)('%s: by a URL, a pool and a client', async (folder) => {
    const schema = await build(folder);
    const verdicts = await leavingNothing(async () => {
      const lazy = new LazyPool({ settings: bouncer.settings });
      const pool = new Pool(await pgConfig(bouncer.settings));
      const client = await connect(bouncer.settings);
      const found: Verdict[] = [];
      for (const connection of [connectionUrl(bouncer.settings), bouncer.settings, lazy, pool, client]) {
        found.push(await checkParity({ schema, connection }));
      }
      await Promise.all([lazy.end(), pool.end(), client.end()]);
      return found;
    });
    expect(verdicts.map(findings)).toEqual(verdicts.map(() => []));
    expect(verdicts.map(({ agrees }) => agrees)).toEqual([true, true, true, true, true]);
  });

  test('several at once have one connection after the other', async () => {
    const schema = await build('base-views');
    const verdicts = await leavingNothing(async () =>
      Promise.all(
        Array.from({ length: 8 }, async () => checkParity({ schema, connection: bouncer.settings })),
      ),
    );
    expect(verdicts.map(findings)).toEqual(verdicts.map(() => []));
  });

  test('a difference is found, and the next one does not see what was tried', async () => {
    const schema = await build('base-views');
    const client = await connect(database.settings);
    await client.query(
      `create or replace view adults as select id, name, age, kind from people where age > 18`,
    );
    await client.end();
    for (let time = 1; time <= 3; time += 1) {
      const verdict = await leavingNothing(async () => checkParity({ schema, connection: bouncer.settings }));
      expect(verdict.differences.map(({ code, object }) => `${code} ${object}`)).toEqual([
        'view/definition public.adults',
      ]);
    }
  });

  test('a client in the middle of a transaction keeps its connection, and its transaction', async () => {
    const schema = await build('base-columns');
    const client = await connect(bouncer.settings);
    await client.query('begin');
    await client.query('alter table shop.items add column extra integer');
    const verdict = await checkParity({ schema, connection: client });
    expect(findings(verdict)).toEqual(['column/undeclared shop.items.extra']);
    await client.query('select extra from shop.items');
    await client.query('rollback');
    await client.end();
    expect(findings(await checkParity({ schema, connection: bouncer.settings }))).toEqual([]);
  });

  test('what it refuses at the start of a connection is only sent where it is asked for, and then said', async () => {
    const schema = await build('base-columns');
    const { settings } = bouncer;
    for (const changed of [
      { timeouts: { ...settings.timeouts, statement: 5000 } },
      { timeouts: { ...settings.timeouts, lock: 5000 } },
      { options: '-c statement_timeout=5000' },
    ]) {
      await expect(
        checkParity({ schema, connection: withSettings(settings, changed) }),
      ).rejects.toMatchObject({ code: 'connection/startup-parameter' });
    }
  });

  test('statement by statement there is no verdict, and that is said', async () => {
    const schema = await build('base-columns');
    await using another = await startBouncer(program, database.settings, 'statement');
    await expect(checkParity({ schema, connection: another.settings })).rejects.toThrow(/statement pooling/);
  });
}
