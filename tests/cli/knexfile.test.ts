import { createTestDatabase } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import { query } from './role.ts';

// A command is a process of its own, and a machine may be busy.
test('the history is looked for where searchPath puts it', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await query(database.url, 'create schema app');
  using project = makeProject(
    { 'migrations/1_boats.ts': tableMigration('boats') },
    { knexfile: `export default { client: 'postgresql', searchPath: ['absent', 'app', 'public'] };` },
  );
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  expect((await keelson(['migrate'], here)).stdout).toContain('applied 1_boats');
  expect(await query(database.url, 'select name from app.knex_migrations')).toEqual([{ name: '1_boats' }]);
  expect((await keelson(['migrate:status'], here)).stdout).toContain('1 applied, 0 pending');
  expect((await keelson(['migrate'], here)).stdout).toContain('nothing to do');
  // That was a deploy too, which applied nothing.
  expect((await keelson(['migrate:rollback'], here)).stdout).toContain('nothing to roll back');
  expect((await keelson(['migrate:rollback', '--deploys', '2'], here)).stdout).toContain(
    'rolled back 1_boats',
  );
});

test('a function, environments, mappers, hooks, several folders and a history of its own', async () => {
  await using database = await createTestDatabase({ migrate: false });
  await query(database.url, 'create schema "Own"');
  const boats = `
    exports.up = async (knex) => {
      await knex.schema.createTable('someBoats', (table) => { table.integer('boatId'); });
      await knex('someBoats').insert({ boatId: 1 });
      if ((await knex('someBoats').first()).boatId !== 1) throw new Error('not mapped');
    };
    exports.down = async (knex) => { await knex.schema.dropTable('someBoats'); };`;
  using project = makeProject(
    {
      'knexfile.js': `
        module.exports = async () => ({ development: {
          client: 'postgresql',
          wrapIdentifier: (name, wrap) => wrap(name.replace(/[A-Z]/g, (one) => '_' + one.toLowerCase())),
          postProcessResponse: (row) => row?.boat_id === undefined ? row : { boatId: row.boat_id },
          pool: { afterCreate: (connection, done) => connection.query("set app.hook = 'seen'", (error) => done(error, connection)) },
          migrations: {
            directory: ['./late', './early'], sortDirsSeparately: true, loadExtensions: ['.js'],
            tableName: 'Mixed History', schemaName: 'Own',
            beforeAll: async (knex) => { console.log('before', (await knex.raw("select current_setting('app.hook') as hook")).rows[0].hook); },
            afterEach: async () => { console.log('after one'); },
          },
        } });`,
      'late/2_boats.js': boats,
      'early/1_oars.js': boats.replaceAll('someBoats', 'someOars'),
      'early/1_oars.ts': 'this is not loaded',
    },
    { knexfile: '' },
  );
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  const { code, stdout, stderr } = await keelson(['migrate'], here);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^before seen\nafter one\nafter one\napplied 2_boats .*\napplied 1_oars /);
  expect(await query(database.url, 'select name from "Own"."Mixed History" order by id')).toEqual([
    { name: '2_boats' },
    { name: '1_oars' },
  ]);
  expect((await keelson(['migrate:make', 'more'], here)).stdout).toMatch(/^made early\/\d+_more\.js$/m);
  expect((await keelson(['migrate:rollback'], here)).stdout).toContain('2 migrations rolled back');
});

test('its folders are found from elsewhere, also those that it does not name', async () => {
  await using database = await createTestDatabase({ migrate: false });
  using project = makeProject(
    {
      'there/knexfile.ts': `export default { client: 'pg' };`,
      'there/migrations/1_boats.ts': tableMigration('boats'),
      'there/seeds/dev/1.ts': `export async function seed(knex) { await knex('boats').insert({ id: 1 }); }`,
    },
    { knexfile: '' },
  );
  const here = { cwd: project.folder, env: { DATABASE_URL: database.url } };
  expect((await keelson(['migrate', '--knexfile', 'there/knexfile.ts'], here)).stdout).toContain(
    'applied 1_boats',
  );
  expect((await keelson(['seed', '--knexfile', 'there/knexfile.ts'], here)).stdout).toContain('1 seed of');
});

test.each([
  [
    'a source of its own',
    `{ client: 'pg', migrations: { migrationSource: { getMigrations: async () => [] } } }`,
    'migrations/own-source',
  ],
  ['a number', '42', 'migrations/knexfile-does-not-load'],
])('one with %s is refused in words', async (_what, exported, problem) => {
  using project = makeProject({}, { knexfile: `export default ${exported};` });
  const outcome = await keelson(['migrate:status'], {
    cwd: project.folder,
    env: { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/app' },
  });
  expect(outcome.code).toBe(1);
  expect(problemCode(outcome)).toBe(problem);
});
