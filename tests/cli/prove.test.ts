import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { requireProofOfProject } from '../../src/cli/require-proof.ts';
import { startTestServer } from '../../src/testing/index.ts';
import { keelson, problemCode } from './keelson.ts';
import type { Outcome } from './keelson.ts';
import { makeProject, tableMigration } from './project.ts';
import type { Project } from './project.ts';

let server: string;
beforeAll(async () => {
  ({ url: server } = await startTestServer());
});

const WRONG = tableMigration('b').replace("await knex.schema.dropTable('b');", '');

async function run(project: Project, ...words: readonly string[]): Promise<Outcome> {
  return await keelson(['migrate:prove', ...words], {
    cwd: project.folder,
    env: { TEST_DATABASE_URL: server },
  });
}

const proofs = ({ folder }: Project): string => path.join(folder, 'migrations', 'proofs.json');

test('proves what has no proof, writes it down, and has nothing to do then', async () => {
  using project = makeProject({
    'migrations/1_a.ts': tableMigration('a'),
    'migrations/2_b.ts': tableMigration('b'),
  });
  const first = await run(project);
  expect(first).toMatchObject({ code: 0 });
  expect(first.stderr).toMatch(/proving 1_a\nproving 2_b\n/);
  expect(first.stdout).toMatch(
    /^proven 1_a \(.*\)\nproven 2_b \(.*\)\n2 migrations: 2 proven now, 0 before, 0 failed, 0 not tried\nwritten: .*proofs\.json, to be committed\n$/,
  );
  const kept = readFileSync(proofs(project), 'utf8');
  expect(await run(project)).toMatchObject({
    code: 0,
    stdout: '2 migrations: 0 proven now, 2 before, 0 failed, 0 not tried\n',
  });
  expect(await run(project, '--check')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is up to date') as string,
  });
  const one = await run(project, '2_b');
  expect(one.stdout).toMatch(/^proven 2_b .*\n2 migrations: 1 proven now, 1 before/);
  expect(readFileSync(proofs(project), 'utf8')).toBe(kept);
});

test('says what differs, what to do, and what was not tried', async () => {
  using project = makeProject({
    'migrations/1_a.ts': tableMigration('a'),
    'migrations/2_b.ts': WRONG,
    'migrations/3_c.ts': tableMigration('c'),
  });
  const { code, stdout } = await run(project);
  expect(code).toBe(1);
  expect(stdout).toContain('proven 1_a');
  expect(stdout).toMatch(
    /^failed 2_b\n {2}after its down, the database is not what it was before its up:\n {4}table public\.b is still there\n/m,
  );
  expect(stdout).toMatch(/^ {2}fix: make its down take back/m);
  expect(stdout).toMatch(/^not tried 3_c$/m);
  expect(Object.keys(JSON.parse(readFileSync(proofs(project), 'utf8')) as object)).toEqual(['1_a']);
});

test('--check writes nothing, and fails where something has no proof', async () => {
  using project = makeProject({ 'migrations/1_a.ts': tableMigration('a') });
  const { code, stdout } = await run(project, '--check');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^not proven: 1_a\n.*is not up to date: npx keelson migrate:prove, and commit it\n$/,
  );
  expect(await run(project, '--check', '--all')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('proven 1_a') as string,
  });
  expect(existsSync(proofs(project))).toBe(false);
});

test('what is dangerous is named with its safe form, and proven once it is safe, waived or accepted', async () => {
  const files = { 'migrations/1_a.ts': tableMigration('a') };
  const index = (more = ''): string => `
    export async function up(knex) { await knex.schema.alterTable('a', (t) => { t.index(['id'], 'a_id'); }); }
    export async function down(knex) { await knex.schema.alterTable('a', (t) => { t.dropIndex(['id'], 'a_id'); }); }
    ${more}`;
  using project = makeProject({ ...files, 'migrations/2_index.ts': index() });
  const found = await run(project);
  expect(found.code).toBe(1);
  expect(found.stdout).toContain('proven 2_index');
  expect(found.stdout).toContain('dangerous 2_index: ');
  expect(found.stdout).toMatch(/^ {2}\[index-blocks-writes\] docs\/lint\/index-blocks-writes\.md$/m);
  expect(found.stdout).toContain('CREATE INDEX CONCURRENTLY a_id ON public.a');
  expect(Object.keys(JSON.parse(readFileSync(proofs(project), 'utf8')) as object)).toEqual(['1_a']);
  expect((await run(project)).code).toBe(1);

  const accepted = await run(project, '--accept');
  expect(accepted.code).toBe(0);
  expect(JSON.parse(readFileSync(proofs(project), 'utf8'))).toMatchObject({
    '2_index': { accepted: ['index-blocks-writes'] },
  });
  expect((await run(project, '--all')).code).toBe(0);

  project.write(
    'migrations/2_index.ts',
    index(`export const waivers = { 'index-blocks-writes': 'the table has forty rows' };`),
  );
  const waived = await run(project);
  expect(waived).toMatchObject({ code: 0 });
  expect(readFileSync(proofs(project), 'utf8')).not.toContain('accepted');
}, 120_000);

test('--format json is for programs', async () => {
  using project = makeProject({
    'migrations/1_a.ts': `${tableMigration('a')}\nexport const irreversible = 'because';`,
    'migrations/2_b.ts': WRONG,
  });
  const { code, stdout } = await run(project, '--format', 'json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    isProven: false,
    migrations: [
      { name: '1_a', outcome: 'irreversible', reason: 'because', findings: [] },
      {
        name: '2_b',
        outcome: 'failed',
        findings: expect.arrayContaining([
          { step: 'down', kind: 'fact', difference: { kind: 'table', object: 'public.b', after: 'there' } },
        ]) as unknown,
      },
    ],
  });
  const words = await run(project);
  expect(words.stdout).toMatch(/^irreversible 1_a: because$/m);
  expect(words.stdout).toMatch(/^failed 2_b/m);
});

test('exit code 2 says that it could not be tried', async () => {
  using project = makeProject({
    'migrations/1_a.ts': tableMigration('a').replace('createTable', 'dropTable'),
  });
  expect(await run(project)).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('its up fails') as string,
  });
  const nowhere = await run(project, '--server', 'postgres://nobody@127.0.0.1:1/none');
  expect([nowhere.code, problemCode(nowhere)]).toEqual([2, 'connection/refused']);
  expect(nowhere.stderr).toContain('--server');
  const unknown = await run(project, '9_no');
  expect([unknown.code, problemCode(unknown)]).toEqual([2, 'migrations/no-such-migration']);
});

test('package.json may want proofs of a whole project', () => {
  const here = process.cwd();
  using project = makeProject();
  process.chdir(project.folder);
  try {
    expect(requireProofOfProject()).toBe(false);
    for (const [text, wanted] of [
      ['{}', false],
      ['{"keelson": {"schema": "a.ts"}}', false],
      ['{"keelson": {"requireProof": false}}', false],
      ['{"keelson": {"requireProof": true}}', true],
    ] as const) {
      project.write('package.json', text);
      expect(requireProofOfProject()).toBe(wanted);
    }
    project.write('package.json', '{"keelson": {"requireProof": "true"}}');
    expect(() => requireProofOfProject()).toThrow(/neither true nor false/);
  } finally {
    process.chdir(here);
  }
});
