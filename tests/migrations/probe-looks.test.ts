import type { ProbedStatement } from '../../src/migrations/probe/probed.ts';
import { lintSceneForFile } from './lint-scene.ts';
import type { Ran } from './lint-scene.ts';

const scene = lintSceneForFile('create table app.users (id int); create table app.posts (id int)');

async function raw(sql: readonly string[]): Promise<Ran> {
  return await scene.run({
    transaction: true,
    up: async (knex) => {
      for (const one of sql) await knex.raw(one);
    },
  });
}

function locked({ locks }: ProbedStatement): readonly string[] {
  return locks.map(({ relation, mode }) => `${relation} ${mode}`);
}

test('a migration may throw away what its session has prepared', async () => {
  const change = 'alter table app.users add column a int';
  const { statements, error } = await raw(['create table app.made ()', 'deallocate all', change]);
  expect(error).toBeUndefined();
  expect(statements.map(locked)).toEqual([[], [], ['app.users AccessExclusive']]);
});

test('what a migration made itself is told apart from what lies between in the catalogue', async () => {
  const statements = [
    'create table app.first ()',
    'create table app.second ()',
    'alter table app.first add column a int',
    'alter table app.posts add column a int',
  ];
  const seen = await raw(statements);
  expect(seen.statements.map(locked)).toEqual([[], [], [], ['app.posts AccessExclusive']]);
  expect(seen.statements.map(({ changes }) => changes.map(({ what }) => what))).toEqual([
    ['relation added'],
    ['relation added'],
    [],
    ['column added'],
  ]);
});
