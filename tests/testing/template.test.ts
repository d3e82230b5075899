import { loadKnexfile } from '../../src/migrations/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { GIVEN, run, start } from './process.ts';
import { Project } from './project.ts';
import { ask, exists, leaseToEnd, tables } from './server.ts';

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(async () => {
  await project.forget();
});

const options = (): { knexfile: string } => ({ knexfile: project.knexfile });

test('it is migrated once, however many databases are made', async () => {
  for (let count = 0; count < 3; count += 1) {
    await using database = await createTestDatabase(options());
    expect(await tables(database.url)).toEqual(['first']);
  }
  await run({ databases: [options(), options()] });
  expect(project.runs).toEqual(['1_first.cjs']);
});

test('a knexfile that is loaded already is as good, and each migration that is run for it is told', async () => {
  project.migration('2_second.cjs', 'create table second ()');
  const loaded = await loadKnexfile({ file: project.knexfile });
  const told: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    await using database = await createTestDatabase({ loaded, onMigration: (name) => told.push(name) });
    expect(await tables(database.url)).toEqual(['first', 'second']);
  }
  expect(told).toEqual(['1_first', '2_second']);
  expect(project.runs).toEqual(['1_first.cjs', '2_second.cjs']);
});

test('who is told to stop makes none', async () => {
  const loaded = await loadKnexfile({ file: project.knexfile });
  const made = createTestDatabase({ loaded, signal: AbortSignal.abort() });
  await expect(made).rejects.toMatchObject({ code: 'migrations/interrupted' });
  expect(await project.templates()).toEqual([]);
});

test('it is migrated once by eight processes that want it in the same moment', async () => {
  const reports = await Promise.all(
    Array.from({ length: 8 }, async () => await run({ databases: [options()] })),
  );
  expect(reports.flatMap(({ databases }) => databases)).toHaveLength(8);
  expect(project.runs).toEqual(['1_first.cjs']);
  expect(await project.templates()).toHaveLength(1);
});

test('it is another one when a migration changes, and when one is added', async () => {
  const tablesNow = async (): Promise<string[]> => {
    const program = start({ databases: [options()], then: 'hold' });
    const { databases } = await program.report;
    const found = await tables(databases[0]?.url ?? '');
    program.child.kill('SIGKILL');
    await program.ended;
    return found;
  };
  expect(await tablesNow()).toEqual(['first']);
  project.migration('1_first.cjs', 'create table changed ()');
  expect(await tablesNow()).toEqual(['changed']);
  project.migration('2_second.cjs', 'create table second ()');
  expect(await tablesNow()).toEqual(['changed', 'second']);
  expect(await project.templates()).toHaveLength(3);
});

test('nobody can connect to it, and everybody who may create databases can clone it', async () => {
  await using database = await createTestDatabase(options());
  expect(await exists(database.name)).toBe(true);
  const [name = ''] = await project.templates();
  expect(name).toMatch(/^keelson_template_[0-9a-f]{24}_[0-9a-f]{8}$/);
  const rows = await ask('select datistemplate, datallowconn from pg_database where datname = $1', [name]);
  expect(rows).toEqual([{ datistemplate: true, datallowconn: false }]);
});

test('one that was begun and not finished never counts, and is swept away', async () => {
  const builder = start({ databases: [options()] }, { env: { ...GIVEN, HANG: 'yes' } });
  const building = await project.building();
  builder.child.kill('SIGKILL');
  await builder.ended;
  await leaseToEnd(building);

  const { databases } = await run({ databases: [options()] });
  expect(databases).toHaveLength(1);
  expect(project.runs).toEqual(['1_first.cjs', '1_first.cjs']);
  // Another process of this run may be sweeping it at this moment.
  await leaseToEnd(building);
  expect(await exists(building)).toBe(false);
});

test('a migration that fails leaves no template, and says what is wrong', async () => {
  project.migration('1_first.cjs', 'create table first (id no_such_type)');
  await expect(createTestDatabase(options())).rejects.toThrow(/no_such_type/);
  expect(await project.templates()).toEqual([]);
  const buildings = await ask(`select from pg_database where shobj_description(oid, 'pg_database') like $1`, [
    `%${project.name}%`,
  ]);
  expect(buildings).toEqual([]);
});

test('one that nobody has used for a week is dropped by the next run', async () => {
  {
    await using database = await createTestDatabase(options());
    expect(await exists(database.name)).toBe(true);
  }
  const [name = ''] = await project.templates();
  await project.lastUsed(name, 7);
  await run({ databases: [{ migrate: false }] });
  expect(await exists(name)).toBe(true);
  await project.lastUsed(name, 8);
  await run({ databases: [{ migrate: false }] });
  await leaseToEnd(name);
  expect(await exists(name)).toBe(false);
});

test('using it is what keeps it', async () => {
  const use = async (): Promise<void> => {
    await using database = await createTestDatabase(options());
    expect(await exists(database.name)).toBe(true);
  };
  await use();
  const [name = ''] = await project.templates();
  await project.lastUsed(name, 3);
  await use();
  const rows = await ask(
    `select shobj_description(oid, 'pg_database') like '%last used ' || current_date as today
       from pg_database where datname = $1`,
    [name],
  );
  expect(rows).toEqual([{ today: true }]);
});
