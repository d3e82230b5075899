import { typeStatements } from '../../../src/parity/fix/migration/column-type.ts';
import { openMigration } from './migration.ts';
import type { OpenMigration } from './migration.ts';

/** Types as Postgres prints them. */
const TYPES = [
  ...['smallint', 'integer', 'bigint', 'numeric(10,2)', 'real', 'double precision', 'money', 'boolean'],
  ...['text', 'character varying(5)', 'character(3)', 'bytea', 'uuid', 'json', 'jsonb', 'xml', 'tsvector'],
  ...['date', 'time without time zone', 'time(3) with time zone', 'timestamp(3) without time zone'],
  ...[
    'timestamp with time zone',
    'interval',
    'interval day to second',
    'inet',
    'cidr',
    'macaddr',
    'macaddr8',
  ],
  ...[
    'bit(3)',
    'bit varying',
    'point',
    'int4range',
    'public.mood',
    'public.other_mood',
    'public.short',
    'regclass',
  ],
  ...['integer[]', 'text[]', 'public.mood[]', 'timestamp with time zone[]', 'numeric(10,2)[]'],
];

let migration: OpenMigration;
beforeAll(async () => {
  migration = await openMigration();
  await migration.client.query(`create type mood as enum ('sad'); create type other_mood as enum ('sad');
    create domain short as text check (length(value) < 5);`);
});
afterAll(() => migration.close());
beforeEach(() => migration.client.query('savepoint before_it'));
afterEach(() => migration.client.query('rollback to before_it'));

async function change(from: string, to: string): Promise<string> {
  const column = { kind: 'column', schema: 'public', parent: 'typed', name: 'it' };
  const facts = { default: null, generated: null };
  const [statement = ''] = typeStatements({ ...column, facts }, { ...column, facts }, { from, to });
  await migration.client.query(statement);
  const { rows } = await migration.client.query<{ it: string | null }>(
    'select it::text from public.typed order by id',
  );
  return rows.map(({ it }) => it ?? 'null').join(' ');
}

test.each(TYPES)('%s becomes any other type where there is no row', async (from) => {
  const { client } = migration;
  await client.query(`create table typed (id integer, it ${from})`);
  const refused: string[] = [];
  for (const to of TYPES) {
    await client.query('savepoint before_each');
    try {
      await change(from, to);
    } catch (error) {
      refused.push(`${to}: ${(error as Error).message}`);
    }
    await client.query('rollback to before_each');
  }
  expect(refused).toEqual([]);
});

test.each([
  ['boolean', 'integer', `true`, '1 null'],
  ['integer', 'boolean', `5`, 'true null'],
  ['text', 'integer', `'12'`, '12 null'],
  ['text', 'public.mood', `'sad'`, 'sad null'],
  ['public.mood', 'public.other_mood', `'sad'`, 'sad null'],
  ['public.mood[]', 'text[]', `'{sad}'`, '{sad} null'],
  ['text[]', 'public.mood[]', `'{sad}'`, '{sad} null'],
  ['text', 'text[]', `'a,b'`, '{"a,b"} null'],
  ['integer', 'text[]', `5`, '{5} null'],
  ['integer[]', 'integer', `'{5,6}'`, '5 null'],
  ['integer[]', 'text', `'{5,6}'`, '{5,6} null'],
  ['jsonb', 'integer', `'5'`, '5 null'],
  ['jsonb', 'json', `'{"a":1}'`, '{"a": 1} null'],
  ['timestamp with time zone', 'date', `'2020-01-02 00:00:00+00'`, '2020-01-02 null'],
  ['numeric', 'integer', `1.5`, '2 null'],
  ['uuid', 'text', `'00000000-0000-0000-0000-000000000000'`, '00000000-0000-0000-0000-000000000000 null'],
])('%s becomes %s with what rows hold', async (from, to, value, result) => {
  await migration.client.query(
    `set local timezone = 'UTC'; create table typed (id integer, it ${from}); insert into typed values (1, ${value}), (2, null)`,
  );
  expect(await change(from, to)).toBe(result);
});

test('a text that is too long for its new type is refused, not cut off', async () => {
  await migration.client.query(
    `create table typed (id integer, it text); insert into typed values (1, 'too long')`,
  );
  await expect(change('text', 'character varying(5)')).rejects.toThrow(/value too long/);
});
