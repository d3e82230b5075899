import { statementsOf } from './statements.ts';

const sqlOf = (part: string): readonly string[] => statementsOf(part).map(({ sql }) => sql);

test('a part of a file may hold several statements; what has a semicolon in it stays whole', () => {
  expect(sqlOf(`CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);;`)).toEqual([
    'CREATE TABLE a (id int)',
    'INSERT INTO a VALUES (1)',
  ]);
  const whole = [
    `INSERT INTO "a;b" VALUES ('x;y', E'\\';', $tag$ ; $tag$)`,
    `CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2)`,
    `CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END`,
    `DO $$ BEGIN PERFORM 1; END $$`,
  ];
  expect(sqlOf(`${whole.join(';\n')};`)).toEqual(whole);
});

test('comments before a statement are its remarks, and nothing but comments is no statement', () => {
  const text = `-- Custom SQL migration file, put your code below! --
-- why it is so
/* and more */
UPDATE a SET b = 1 -- here
WHERE\tc = 'a\tb';
-- the end`;
  expect(statementsOf(text)).toEqual([
    { remarks: ['why it is so', 'and more'], sql: "UPDATE a SET b = 1 -- here\nWHERE  c = 'a\tb'" },
  ]);
  expect(statementsOf('\n-- nothing\n;')).toEqual([]);
});
