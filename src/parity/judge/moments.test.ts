import { inOneSpelling } from './moments.ts';
import { tokensOf } from './tokens.ts';

const written = (text: string) => ({ text, tokens: tokensOf(text) ?? [] });

test.each<[text: string, spelled: string]>([
  ['CURRENT_TIMESTAMP', 'pg_catalog.now()'],
  ['Current_Timestamp(3)', '(pg_catalog.now()::pg_catalog.timestamptz(3))'],
  [
    'localtime( 0 ) - localtime',
    '(pg_catalog.now()::pg_catalog.time(0)) - (pg_catalog.now()::pg_catalog.time)',
  ],
  ['current_date+30', '(pg_catalog.now()::pg_catalog.date)+30'],
  ['(transaction_timestamp ())::text', '(pg_catalog.now())::text'],
  // Names, labels and words within a string are none.
  [`"current_date" || 'current_date'`, `"current_date" || 'current_date'`],
  ['select t.current_date as localtime', 'select t.current_date as localtime'],
  ['transaction_timestamp', 'transaction_timestamp'],
  ['s.transaction_timestamp()', 's.transaction_timestamp()'],
])('%s', (text, spelled) => {
  expect(inOneSpelling(written(text), written('current_time'))?.declared).toBe(spelled);
});

test('where both sides have the same ones, they stay', () => {
  expect(inOneSpelling(written('current_date + 1'), written('2 - CURRENT_DATE'))).toBeUndefined();
});
