import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  irreversibleOf,
  isKept,
  lockFileOf,
  migrate,
  migrationFiles,
  prove,
  readProofs,
  unprovenOf,
  writeProofs,
} from '../../src/migrations/index.ts';
import type { ProofResult, ProveOptions } from '../../src/migrations/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { makeMigrations, statements, table } from './project.ts';
import type { Migrations } from './project.ts';
import { scene } from './scene.ts';

const LOST = `${statements(['create table lost (id int)'], ['drop table lost'])}
exports.irreversible = ' what it held is gone ';`;

/** Proves what has no proof, and writes it down. */
async function proveInto({ config }: Migrations, options: Partial<ProveOptions> = {}): Promise<ProofResult> {
  await using database = await createTestDatabase({ migrate: false });
  const result = await prove({ config, connection: database.settings, ...options });
  writeProofs(config, result.proofs);
  return result;
}

const PRETTIER = path.join(__dirname, '..', '..', 'node_modules', 'prettier', 'bin', 'prettier.cjs');

/** As prettier writes it where a project says nothing of how. */
function prettier(text: string): string {
  const words = [PRETTIER, '--no-config', '--parser', 'json'];
  return execFileSync(process.execPath, words, { input: text, encoding: 'utf8' });
}

const outcomes = ({ migrations }: ProofResult): readonly string[] => migrations.map(({ outcome }) => outcome);

describe('the file of proofs', () => {
  test('is written where something is new, in a form that prettier leaves alone', async () => {
    using migrations = makeMigrations({ '2_b': LOST, '1_a': table('a') });
    expect(outcomes(await proveInto(migrations))).toEqual(['reversible', 'irreversible']);
    const file = lockFileOf(migrations.config);
    const text = readFileSync(file, 'utf8');
    expect(file).toBe(path.join(migrations.folder, 'proofs.json'));
    expect(JSON.parse(text)).toEqual({
      '1_a': {
        checksum: expect.stringMatching(/^js:[0-9a-f]{64}$/) as string,
        proof: 'reversible',
        postgres: expect.any(Number) as number,
      },
      '2_b': {
        checksum: expect.any(String) as string,
        proof: 'irreversible',
        reason: 'what it held is gone',
        postgres: expect.any(Number) as number,
      },
    });
    expect(prettier(text)).toBe(text);
    writeFileSync(file, text.replaceAll('\n', '\r\n'));
    expect(writeProofs(migrations.config, readProofs(migrations.config))).toBe(false);
  });

  test('has a proof of each file as it is: one that is changed is proven again, one that is gone is forgotten', async () => {
    using migrations = makeMigrations({ '1_a': table('a'), '2_b': table('b'), '3_c': table('c') });
    await proveInto(migrations);
    const files = (): ReturnType<typeof unprovenOf> =>
      unprovenOf(migrationFiles(migrations.config), readProofs(migrations.config));
    expect(files()).toEqual([]);
    migrations.write('2_b', table('other'));
    migrations.remove('3_c');
    migrations.write('4_d', table('d'));
    expect(files().map(({ name, proven }) => [name, proven])).toEqual([
      ['2_b', 'another text'],
      ['4_d', 'nothing'],
    ]);
    const started: unknown[] = [];
    const result = await proveInto(migrations, { onStart: (...words) => started.push(words) });
    expect(started).toEqual([
      ['1_a', false],
      ['2_b', true],
      ['4_d', true],
    ]);
    expect(outcomes(result)).toEqual(['known', 'reversible', 'reversible']);
    expect([...readProofs(migrations.config).keys()]).toEqual(['1_a', '2_b', '4_d']);
    expect(files()).toEqual([]);
  });

  test('needs no database where all is proven, and is proven anew where that is asked', async () => {
    using migrations = makeMigrations({ '1_a': table('a'), '2_b': table('b') });
    await proveInto(migrations);
    const { config } = migrations;
    expect(outcomes(await prove({ config, connection: undefined }))).toEqual(['known', 'known']);
    expect(outcomes(await proveInto(migrations, { all: true }))).toEqual(['reversible', 'reversible']);
    expect(outcomes(await proveInto(migrations, { only: new Set(['1_a']) }))).toEqual([
      'reversible',
      'known',
    ]);
    await expect(prove({ config, connection: undefined, all: true })).rejects.toMatchObject({
      code: 'migrations/no-scratch',
    });
    await expect(prove({ config, connection: undefined, only: new Set(['no']) })).rejects.toMatchObject({
      code: 'migrations/no-such-migration',
    });
  });

  test('loses the proof of what does not hold any more', async () => {
    using migrations = makeMigrations({ '1_a': statements(['create table a (id int)'], []) });
    writeProofs(
      migrations.config,
      new Map([['1_a', { checksum: 'js:0', proof: 'reversible', postgres: 18 }]]),
    );
    expect((await proveInto(migrations)).isProven).toBe(false);
    expect(readProofs(migrations.config).size).toBe(0);
    expect(isKept(migrations.config, new Map())).toBe(true);
  });

  test('is no proof of what was compiled from the file that was proven', () => {
    using migrations = makeMigrations({ '1_a': table('a') });
    const proofs = new Map([['1_a', { checksum: 'ts:0', proof: 'reversible', postgres: 18 }]] as const);
    expect(unprovenOf(migrationFiles(migrations.config), proofs)).toMatchObject([
      { name: '1_a', proven: 'another language' },
    ]);
  });

  test('comes together where two branches have proven different migrations', async () => {
    using migrations = makeMigrations({ '1_a': table('a'), '2_b': table('b'), '3_c': table('c') });
    await proveInto(migrations);
    const git = (...words: readonly string[]): void => {
      const own = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
      execFileSync('git', [...own, ...words], { cwd: migrations.folder, stdio: 'pipe' });
    };
    const commit = async (name: string, text: string): Promise<void> => {
      migrations.write(name, text);
      await proveInto(migrations);
      git('add', '.');
      git('commit', '-qm', name);
    };
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
    git('checkout', '-qb', 'other');
    await commit('3_c', table('another_c'));
    git('checkout', '-q', 'main');
    await commit('1_a', table('another_a'));
    git('merge', '-q', 'other');
    expect(unprovenOf(migrationFiles(migrations.config), readProofs(migrations.config))).toEqual([]);

    // Both put theirs at the same place.
    git('checkout', '-qb', 'third');
    await commit('4_d', table('d'));
    git('checkout', '-q', 'main');
    await commit('4_e', table('e'));
    expect(() => {
      git('merge', '-q', 'third');
    }).toThrow();
    const { config } = migrations;
    expect(() => readProofs(config)).toThrow(
      expect.objectContaining({ code: 'migrations/proofs-conflict' }) as Error,
    );
    git('checkout', '--ours', '--', 'proofs.json');
    expect(outcomes(await proveInto(migrations)).slice(-2)).toEqual(['reversible', 'known']);
    expect(unprovenOf(migrationFiles(config), readProofs(config))).toEqual([]);
  });

  test.each([
    '',
    '[]',
    '{"1_a": {}}',
    '{"1_a": {"checksum": "x", "proof": "maybe", "postgres": 18}}',
    '{"1_a": ',
  ])('is refused where it says %j', (text) => {
    using migrations = makeMigrations({ '1_a': table('a') });
    writeFileSync(lockFileOf(migrations.config), text);
    expect(() => readProofs(migrations.config)).toThrow(
      expect.objectContaining({ code: 'migrations/proofs-unreadable' }) as Error,
    );
  });

  test('is not written in a database that holds something', async () => {
    using migrations = makeMigrations({ '1_a': table('a') });
    await using database = await createTestDatabase({ migrate: false });
    const { config } = migrations;
    await migrate({ config, connection: database.settings });
    await expect(prove({ config, connection: database.settings })).rejects.toMatchObject({
      code: 'migrations/scratch-not-empty',
    });
  });
});

describe('a migration that cannot be taken back', () => {
  test('is proven without its down, and says why', async () => {
    using migrations = makeMigrations({ '1_a': LOST.replace('drop table lost', 'nonsense') });
    const result = await proveInto(migrations);
    expect(result.migrations[0]).toMatchObject({ outcome: 'irreversible', reason: 'what it held is gone' });
    const { config } = migrations;
    expect([...irreversibleOf(migrationFiles(config), readProofs(config))]).toEqual([
      ['1_a', 'what it held is gone'],
    ]);
    migrations.write('1_a', table('a'));
    expect(irreversibleOf(migrationFiles(config), readProofs(config)).size).toBe(0);
  });

  test('is not proven where its up fails', async () => {
    using migrations = makeMigrations({ '1_a': LOST.replace('create table', 'nonsense') });
    expect(await proveInto(migrations)).toMatchObject({ isProven: false, isBroken: true });
  });

  test.each(["''", "'  '", 'true', 'null'])('says more than %s', async (reason) => {
    using migrations = makeMigrations({ '1_a': `${table('a')}\nexports.irreversible = ${reason};` });
    await expect(proveInto(migrations)).rejects.toMatchObject({
      code: 'migrations/irreversible-without-reason',
    });
  });

  test('keeps a rollback from beginning, with its reason', async () => {
    await using place = await scene({ '1_a': table('a'), '2_lost': LOST, '3_c': table('c') });
    await place.up();
    await expect(place.down()).rejects.toMatchObject({
      code: 'migrations/irreversible',
      what: expect.stringContaining('2_lost: what it held is gone') as string,
      fix: expect.stringContaining('--to 2_lost') as string,
    });
    expect(await place.applied()).toEqual(['1_a', '2_lost', '3_c']);
    expect(await place.down({ to: '2_lost' })).toEqual(['3_c']);
    const refusal = place.down();
    await expect(refusal).rejects.toMatchObject({ code: 'migrations/irreversible' });
    await expect(refusal).rejects.not.toMatchObject({ fix: expect.stringContaining('--to') as string });
    await expect(place.down({ to: '1_a' })).rejects.toMatchObject({ code: 'migrations/irreversible' });
    expect(await place.applied()).toEqual(['1_a', '2_lost']);
  });
});

describe('a deploy that wants proofs', () => {
  test('applies what has one, and nothing where one is missing', async () => {
    await using place = await scene({ '1_a': table('a'), '2_lost': LOST });
    const { migrations } = place;
    await expect(place.up({ requireProof: true })).rejects.toMatchObject({
      code: 'migrations/unproven',
      what: expect.stringMatching(/1_a\n {2}2_lost$/) as string,
    });
    expect(await place.has('a')).toBe(false);
    await proveInto(migrations);
    expect(await place.up({ requireProof: true })).toEqual(['1_a', '2_lost']);
    // What is applied is not asked for its proof again.
    rmSync(lockFileOf(migrations.config));
    expect(await place.up({ requireProof: true })).toEqual([]);
    migrations.write('3_c', table('c'));
    await proveInto(migrations);
    migrations.write('3_c', table('changed'));
    await expect(place.up({ requireProof: true })).rejects.toMatchObject({
      what: expect.stringContaining('3_c (changed since it was proven)') as string,
    });
    expect(await place.up()).toEqual(['3_c']);
  });
});
