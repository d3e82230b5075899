import { readable } from './readable.ts';

test.each([
  [
    'ALTER TABLE "auth"."users" ADD CONSTRAINT "users_check" CHECK ("name" <> \'A "B"\')',
    'alter table auth.users add constraint users_check check (name <> \'A "B"\')',
  ],
  ['CREATE INDEX "i" ON "t" USING btree ("a", "b" DESC)', 'create index i on t (a, b desc)'],
  ['CREATE INDEX "i" ON "t" USING gin ("a")', 'create index i on t using gin (a)'],
  [
    'CREATE INDEX "i" ON "t" USING btree ((lower("a"))) WHERE (("b" > 1))',
    'create index i on t (lower(a)) where b > 1',
  ],
  ['CREATE INDEX "i" ON "t" USING btree (("a" + 1), ((b)))', 'create index i on t ((a + 1), (b))'],
  ['CREATE INDEX "i" ON "t" USING btree ((not ("a")))', 'create index i on t ((not (a)))'],
  ['CREATE INDEX "i" ON "t" USING btree ("a") WHERE (b) OR (c)', 'create index i on t (a) where (b) or (c)'],
  [
    'CREATE POLICY "p" ON "t" USING ((a > 1)) WITH CHECK ((select true))',
    'create policy p on t using (a > 1) with check ((select true))',
  ],
  ['ALTER TABLE "t" ADD CHECK ((a) OR (b))', 'alter table t add check ((a) or (b))'],
  ['CREATE INDEX "where" ON "order" USING btree ("select")', 'create index "where" on "order" ("select")'],
])('%s', (sql, text) => {
  expect(readable(sql)).toBe(text);
});

test.each([
  // Behind an expression a word may be taken for something else than its name.
  'select a "year", b "over" from c',
  // Read as one with what stands beside it.
  `select "e"'a\\b', "b"'1', 1"x"`,
  `select "u"&'x'`,
  // Not the same without quotes.
  'select "Upper", "with blank", "ä", "a.b", "left"(c), "values", "1a"',
  // As they are.
  `select 'SELECT "a"', $$ SELECT "a" $$, E'NULL', x /* SELECT "a" */ -- FROM "b"`,
])('stays as it is: %s', (sql) => {
  expect(readable(sql)).toBe(sql);
});
