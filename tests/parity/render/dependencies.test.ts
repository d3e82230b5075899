import { ADDRESSES } from '../../../src/catalog/addresses.ts';
import type { Dependency } from '../../../src/catalog/dependencies.ts';
import { FAMILIES } from '../../../src/catalog/families.ts';
import { BASE } from '../databases/base.ts';
import { openOriginal, wholeOf } from './again.ts';
import type { Original } from './again.ts';

let original: Original;
let dependencies: readonly Dependency[];
beforeAll(async () => {
  original = await openOriginal(`${BASE}
create function app.newest() returns bigint begin atomic select count(*) from app.teams; end;
alter table app.counted add column teams bigint default app.newest();
create view app.pairs as select other.akeys(h) as keys from (select null::other.hstore as h) x;
alter function app.touch() depends on extension hstore;
create index events_note_idx on app.events (note);`);
  ({ dependencies } = await wholeOf(original.client));
}, 120_000);
afterAll(() => original[Symbol.asyncDispose]());

/** What an object needs, each as `kind name: how`, by its kind and name. */
function needsOf(kind: string, name: string): readonly string[] {
  return dependencies
    .filter(({ object }) => object.startsWith(`${kind}\0`) && object.endsWith(`\0${name}`))
    .map(({ on, type, byDefault }) => {
      const [needed = '', , , called = ''] = on.split('\0');
      return `${needed} ${called}: ${type}${byDefault ? ' by default' : ''}`;
    })
    .sort();
}

test.each([
  [
    'view',
    'adults',
    ['column age: normal', 'column email: normal', 'column id: normal', 'schema app: normal'],
  ],
  ['function', 'newest()', ['schema app: normal', 'table teams: normal']],
  ['column', 'teams', ['function newest(): normal by default']],
  ['column', 'doubled', ['column age: normal by default']],
  ['view', 'pairs', ['extension hstore: normal', 'schema app: normal']],
  ['trigger', 'users_touch', ['function touch(): normal', 'table users: automatic']],
  ['function', 'touch()', ['extension hstore: extension', 'extension plpgsql: normal', 'schema app: normal']],
  [
    'foreign key',
    'users_team_fkey',
    ['column id: normal', 'column team_id: automatic', 'primary key teams_pkey: normal'],
  ],
  ['policy', 'users_own', ['column age: normal', 'table users: automatic']],
  [
    'index',
    'events_old_note_idx',
    ['column note: automatic', 'index events_note_idx: partition', 'table events_old: partition'],
  ],
  ['domain constraint', 'email_check', ['domain email: automatic']],
  ['rule', 'teams_kept', ['table teams: automatic', 'table teams: normal']],
  ['publication table', 'app.teams', ['publication news: automatic', 'table teams: automatic']],
])('what the %s %s needs', (kind, name, needs) => {
  expect(needsOf(kind, name)).toEqual(needs);
});

test('every kind that needs anything has its place in the catalogue', () => {
  expect(FAMILIES.map(({ kind }) => kind).filter((kind) => ADDRESSES[kind] === undefined)).toEqual([
    'role',
    'database',
    'setting',
    'implied type',
    'provided object',
    'security label',
  ]);
});
