import { alterTable, link, raw, remark } from '../knex.ts';
import type { Link, Pieces } from './piece.ts';
import { printed } from './printed.ts';

const inFile = (pieces: Pieces): string => printed(pieces, { indent: 2, isFile: true });
const onTable = (...links: readonly Link[]): Pieces =>
  alterTable({ schema: 'auth', name: 'accounts' }, [{ links }]);

test('a long line is broken as prettier breaks it', () => {
  expect(
    inFile(
      onTable(
        link('text', "'user_id'"),
        link('notNullable'),
        link('references', "'id'"),
        link('inTable', "'auth.users'"),
        link('withKeyName', "'accounts_user_id_fkey'"),
        link('onDelete', "'CASCADE'"),
      ),
    ),
  ).toBe(`  await knex.schema.withSchema('auth').alterTable('accounts', (table) => {
    table
      .text('user_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('accounts_user_id_fkey')
      .onDelete('CASCADE');
  });`);
  expect(
    inFile(
      onTable(
        link(
          'unique',
          "['provider', 'provider_account_id']",
          "{ indexName: 'accounts_provider_provider_account_id_key', useConstraint: false }",
        ),
      ),
    ),
  ).toBe(`  await knex.schema.withSchema('auth').alterTable('accounts', (table) => {
    table.unique(['provider', 'provider_account_id'], {
      indexName: 'accounts_provider_provider_account_id_key',
      useConstraint: false,
    });
  });`);
});

test('a long statement goes over several lines, and what is in quotes stays as it is', () => {
  const policy = `CREATE POLICY "own" ON "auth"."accounts" FOR SELECT TO "reader" USING ("user_id" = current_user) WITH CHECK ("note" <> 'two
lines')`;
  expect(inFile(raw([policy]))).toBe(`  await knex.raw(\`
    create policy own on auth.accounts for select to reader
    using (user_id = current_user)
    with check (note <> 'two
lines')\`);`);
});

test('many changes of one table stand a line each', () => {
  const change = `ALTER TABLE "auth"."accounts" ALTER COLUMN "a_long_name" DROP DEFAULT, ALTER COLUMN "a_long_name" TYPE integer USING "a_long_name"::integer`;
  expect(inFile(raw([change]))).toBe(`  await knex.raw(\`
    alter table auth.accounts
    alter column a_long_name drop default,
    alter column a_long_name type integer
    using a_long_name::integer\`);`);
});

test('a long remark goes over several lines', () => {
  const [first = '', ...others] = printed(remark('many words '.repeat(20).trim())).split('\n');
  expect(first.length).toBeLessThanOrEqual(110);
  expect([first, ...others].map((line) => line.slice(3)).join(' ')).toBe('many words '.repeat(20).trim());
});
