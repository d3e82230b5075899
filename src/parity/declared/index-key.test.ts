import { columnKey, sqlKey } from './index-key.ts';
import type { IndexKey } from './index-key.ts';

const COLUMNS = new Set(['a', 'B "b"', 'nulls', 'first']);
const PLAIN: Omit<IndexKey, 'column' | 'expression'> = {
  order: 'asc',
  nulls: 'last',
  operatorClass: undefined,
  operatorClassOptions: [],
  collation: undefined,
};
const expression = (text: string, rest: Partial<IndexKey> = {}): IndexKey => ({
  column: undefined,
  expression: text,
  ...PLAIN,
  ...rest,
});
const column = (name: string, rest: Partial<IndexKey> = {}): IndexKey => ({
  column: name,
  expression: undefined,
  ...PLAIN,
  ...rest,
});
const DESC = { order: 'desc', nulls: 'first' } as const;

describe('SQL as the key of an index', () => {
  test.each<[string, IndexKey]>([
    ['lower("a")', expression('lower("a")')],
    ['lower("a") asc', expression('lower("a")')],
    ['lower("a") DESC', expression('lower("a")', DESC)],
    ['lower("a") desc nulls last', expression('lower("a")', { order: 'desc' })],
    ['lower("a")\n  NULLS First', expression('lower("a")', { nulls: 'first' })],
    ['lower("a") desc -- nulls last', expression('lower("a")', DESC)],
    ['lower("a") /* desc /* asc */ */', expression('lower("a")')],
    ['("a" || \' desc\')', expression('("a" || \' desc\')')],
    ['lower("a" || $q$ desc nulls last$q$)', expression('lower("a" || $q$ desc nulls last$q$)')],
    ["lower(E'\\' desc') desc", expression("lower(E'\\' desc')", DESC)],
    ['lower("a") text_pattern_ops', expression('lower("a")', { operatorClass: 'text_pattern_ops' })],
    [
      'ext.unaccent("a") ext."Odd_ops"(siglen=32) desc',
      expression('ext.unaccent("a")', {
        operatorClass: 'Odd_ops',
        operatorClassOptions: ['siglen=32'],
        ...DESC,
      }),
    ],
    [
      'lower("a") collate "C" text_pattern_ops nulls first',
      expression('lower("a")', {
        collation: ['C'],
        operatorClass: 'text_pattern_ops',
        nulls: 'first',
      }),
    ],
    [
      '("a" ->> \'b\') COLLATE pg_catalog."de-x"',
      expression('("a" ->> \'b\')', { collation: ['pg_catalog', 'de-x'] }),
    ],
    ['"a"', column('a')],
    ['A desc', column('a', DESC)],
    ['(("a")) desc nulls last', column('a', { order: 'desc' })],
    ['"B ""b""" gin_trgm_ops', column('B "b"', { operatorClass: 'gin_trgm_ops' })],
    ['"a" collate "C"', column('a', { collation: ['C'] })],
    ['"nulls" desc', column('nulls', DESC)],
    ['nulls', column('nulls')],
    // What is not an expression in Postgres' grammar for keys stays whole: Postgres is the one to refuse or print it.
    ['"a" + 1', expression('"a" + 1')],
    ['"a" + 1 desc', expression('"a" + 1', DESC)],
    ['("a")::date', expression('("a")::date')],
    ['lower("a") || "a" desc', expression('lower("a") || "a"', DESC)],
    ['"a" is null', expression('"a" is null')],
    ['"a" isnull', expression('"a" isnull')],
    ['"unknown"', expression('"unknown"')],
    [
      "date_trunc('day', \"a\") at time zone 'UTC'",
      expression("date_trunc('day', \"a\") at time zone 'UTC'"),
    ],
    ['case when "a" then 1 end', expression('case when "a" then 1 end')],
  ])('%s', (sql, key) => {
    expect(sqlKey(sql, COLUMNS)).toEqual(key);
  });
});

describe('a column as the key of an index', () => {
  test.each<[object | undefined, IndexKey]>([
    [undefined, column('a')],
    [{}, column('a')],
    [{ order: 'desc', nulls: 'last' }, column('a', { order: 'desc' })],
    [{ order: 'asc', nulls: 'first', opClass: undefined }, column('a', { nulls: 'first' })],
    [{ opClass: 'vector_l2_ops' }, column('a', { operatorClass: 'vector_l2_ops' })],
    [
      { opClass: 'ext.gist_trgm_ops(siglen=32)' },
      column('a', { operatorClass: 'gist_trgm_ops', operatorClassOptions: ['siglen=32'] }),
    ],
    [
      { opClass: `my_ops (Size = 'it''s', "Odd" = 1.5, below = -2, quick)` },
      column('a', {
        operatorClass: 'my_ops',
        operatorClassOptions: ["size=it's", 'Odd=1.5', 'below=-2', 'quick=true'],
      }),
    ],
  ])('%j', (config, key) => {
    expect(columnKey('a', config)).toEqual(key);
  });
});
