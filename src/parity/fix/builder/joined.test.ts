import { alterTable, raw, remark, schemaCall, tableCall } from '../knex.ts';
import { joined } from './joined.ts';
import type { Call, Pieces } from './piece.ts';
import { printed } from './printed.ts';

const users = (...calls: readonly Call[]): Pieces => alterTable({ schema: 'auth', name: 'users' }, calls);
const text = (name: string): Call => ({ ...tableCall('text', `'${name}'`), adds: name });
const dropped = (name: string): Call => ({ ...tableCall('dropColumn', `'${name}'`), frees: name });

function lines(...fixes: readonly Pieces[]): readonly string[] {
  return printed(joined(fixes), { isFile: true }).split('\n');
}

test('changes of a table that follow each other are one callback, each with what is said of it', () => {
  expect(
    lines(
      [...remark('What the column holds is lost.'), ...users(dropped('a'))],
      [...remark('What the column holds is lost.'), ...users(dropped('b'))],
      users(text('c')),
    ),
  ).toEqual([
    `await knex.schema.withSchema('auth').alterTable('users', (table) => {`,
    '  // What the column holds is lost.',
    "  table.dropColumn('a');",
    "  table.dropColumn('b');",
    "  table.text('c');",
    '});',
  ]);
});

test('one change keeps what is said of it above itself', () => {
  expect(lines([...remark('Careful.'), ...users(dropped('a'))])).toEqual([
    '// Careful.',
    `await knex.schema.withSchema('auth').alterTable('users', (table) => {`,
    "  table.dropColumn('a');",
    '});',
  ]);
});

test.each<[string, readonly Pieces[]]>([
  ['a column that takes the name of one that goes', [users(dropped('a')), users(text('a'))]],
  ['a statement in between', [users(text('a')), raw(['select 1']), users(text('b'))]],
  [
    'another statement of the builder',
    [users(text('a')), schemaCall('auth', 'dropView', 'x'), users(text('b'))],
  ],
  ['another table', [users(text('a')), alterTable({ schema: 'auth', name: 'others' }, [text('a')])]],
  ['another namespace', [users(text('a')), alterTable({ schema: 'public', name: 'users' }, [text('a')])]],
  ['what is only said', [users(text('a')), remark('Done elsewhere.'), users(text('b'))]],
])('not joined over %s', (_, fixes) => {
  const tables = joined(fixes).filter(({ kind }) => kind === 'alter');
  expect(tables).toHaveLength(2);
});

test('what is said of nothing stays where it is', () => {
  expect(lines(remark('One.'), users(text('a')), remark('Two.'))).toEqual([
    '// One.',
    ...lines(users(text('a'))),
    '// Two.',
  ]);
});
