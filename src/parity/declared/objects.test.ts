import { forEach, nextPg, withEach } from '../../../tests/parity/drizzle-versions.ts';
import type { DeclaredObject } from './model.ts';
import { readDeclared } from './read.ts';

const objectsOf = (schema: object): readonly DeclaredObject[] => readDeclared({ schema }).objects;
const origin = (exported: string, property?: string) => ({ exported, property });

describe('enums', () => {
  withEach('in both forms and in a namespace', ({ pg }) => {
    const mood = pg.pgEnum('mood', ['b', 'a']);
    const kind = pg.pgSchema('app').enum('Kind', { One: 'one', Two: 'two' });
    expect(objectsOf({ mood, kind }).slice(1)).toEqual([
      {
        kind: 'enum',
        schema: 'public',
        parent: null,
        name: 'mood',
        named: true,
        existing: false,
        facts: { values: ['b', 'a'] },
        origin: origin('mood'),
      },
      {
        kind: 'enum',
        schema: 'app',
        parent: null,
        name: 'Kind',
        named: true,
        existing: false,
        facts: { values: ['one', 'two'] },
        origin: origin('kind'),
      },
    ]);
  });

  withEach('that stand in no export, but in a column', ({ pg }) => {
    const mood = pg.pgEnum('mood', ['a']);
    const deep = pg.pgSchema('app').enum('deep', ['b']);
    const t = pg.pgTable('t', { first: mood(), again: mood(), list: deep().array() });
    expect(objectsOf({ t }).filter(({ kind }) => kind === 'enum')).toEqual([
      expect.objectContaining({ name: 'mood', facts: { values: ['a'] }, origin: origin('t', 'first') }),
      expect.objectContaining({ schema: 'app', name: 'deep', origin: origin('t', 'list') }),
    ]);
    expect(objectsOf({ t, mood }).find(({ name }) => name === 'mood')?.origin).toEqual(origin('mood'));
  });
});

describe('sequences', () => {
  const whole = {
    start: '1',
    increment: '1',
    min: '1',
    max: '9223372036854775807',
    cache: '1',
    cycle: false,
  };
  const all = { startWith: 5, increment: '2', minValue: '-9', maxValue: 99, cache: 7, cycle: true };
  forEach<[object | undefined, object]>(
    [
      [undefined, whole],
      [{ minValue: 10 }, { ...whole, start: '10', min: '10' }],
      [all, { start: '5', increment: '2', min: '-9', max: '99', cache: '7', cycle: true }],
      [{ increment: -1 }, { start: '-1', increment: '-1', max: '-1', cache: '1', cycle: false }],
      [
        { increment: -1, minValue: -9, maxValue: '9007199254740993' },
        { ...whole, start: '9007199254740993', increment: '-1', min: '-9', max: '9007199254740993' },
      ],
    ],
    '%j',
    ({ pg }, options, facts) => {
      const ids = pg.pgSequence('ids', options);
      expect(objectsOf({ ids })).toEqual([
        {
          kind: 'sequence',
          schema: 'public',
          parent: null,
          name: 'ids',
          named: true,
          existing: false,
          facts,
          origin: origin('ids'),
        },
      ]);
    },
  );
});

describe('roles', () => {
  withEach('say what they were given, and nothing more', ({ pg }) => {
    const plain = pg.pgRole('plain');
    const half = pg.pgRole('half', { createDb: false });
    const able = pg.pgRole('able', { createDb: true, createRole: true, inherit: false });
    const there = pg.pgRole('there').existing();
    expect(objectsOf({ plain, half, able, there })).toEqual([
      {
        kind: 'role',
        schema: null,
        parent: null,
        name: 'plain',
        named: true,
        existing: false,
        facts: {},
        origin: origin('plain'),
      },
      expect.objectContaining({ facts: { createDb: false } }),
      expect.objectContaining({ facts: { createDb: true, createRole: true, inherit: false } }),
      expect.objectContaining({ name: 'there', existing: true, facts: {} }),
    ]);
  });

  withEach('that are declared twice alike are one', ({ pg }) => {
    const first = pg.pgRole('reader').existing();
    const second = pg.pgRole('reader').existing();
    expect(objectsOf({ first, second }).map(({ name }) => name)).toEqual(['reader']);
  });
});

describe('namespaces', () => {
  const names = (schema: object) =>
    objectsOf(schema)
      .filter(({ kind }) => kind === 'schema')
      .map(({ name, existing, origin: { exported } }) => [name, existing, exported]);

  withEach('are declared by themselves or by what is in them', ({ pg }) => {
    const app = pg.pgSchema('app');
    const hidden = pg.pgSchema('hidden');
    const first = hidden.table('first', { a: pg.integer() });
    const here = pg.pgTable('here', { a: pg.integer() });
    expect(names({ app, first, here })).toEqual([
      ['app', false, 'app'],
      ['hidden', false, 'first'],
    ]);
    expect(readDeclared({ schema: { app, first, here } })).toMatchObject({
      schemas: ['app', 'hidden', 'public'],
      ownSchemas: ['app', 'hidden', 'public'],
    });
  });

  withEach('are there where all that is in them is', ({ pg }) => {
    const old = pg.pgSchema('old').view('people', { a: pg.integer() }).existing();
    expect(names({ old })).toEqual([['old', true, 'old']]);
    expect(readDeclared({ schema: { old } })).toMatchObject({ schemas: ['old'], ownSchemas: [] });
  });

  test('are there in 1.0 where they say so', () => {
    const app = nextPg.pgSchema('app').existing();
    expect(names({ app })).toEqual([['app', true, 'app']]);
  });

  withEach('are what the reader is told for what has none', ({ pg }) => {
    const mood = pg.pgEnum('mood', ['a']);
    const t = pg.pgTable('t', { a: mood(), b: pg.integer() }, (c) => [
      pg.foreignKey({ columns: [c.b], foreignColumns: [c.b] }),
    ]);
    const { objects, schemas } = readDeclared({ schema: { t }, defaultSchema: 'mine' });
    expect(schemas).toEqual(['mine']);
    expect(objects.map(({ schema }) => schema)).toEqual(objects.map(() => 'mine'));
    expect(objects.map(({ kind }) => kind)).toEqual(['enum', 'table', 'column', 'column', 'foreign key']);
    expect(JSON.stringify(objects)).not.toContain('public');
  });
});

withEach('tables of a creator have the name that it makes', ({ pg }) => {
  const table = pg.pgTableCreator((name) => `app_${name}`);
  const users = table('users', { id: pg.integer().unique() });
  const posts = table('posts', { author: pg.integer().references(() => users.id) });
  const named = objectsOf({ users, posts }).map(({ kind, parent, name }) => [kind, parent, name]);
  expect(named).toEqual([
    ['table', null, 'app_users'],
    ['table', null, 'app_posts'],
    ['column', 'app_users', 'id'],
    ['column', 'app_posts', 'author'],
    ['unique', 'app_users', 'app_users_id_unique'],
    ['foreign key', 'app_posts', 'app_posts_author_app_users_id_fk'],
  ]);
});
