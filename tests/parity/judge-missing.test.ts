import { checkParity } from '../../src/parity/index.ts';
import { buildSchema, findings, loadSchema } from './corpus.ts';
import type { CorpusSchema } from './corpus.ts';
import { openMigration, runFixes } from './fix/migration.ts';
import type { OpenMigration } from './fix/migration.ts';

let one: CorpusSchema;
let migration: OpenMigration;

beforeAll(async () => {
  one = await loadSchema('base-forms');
  migration = await openMigration();
  await buildSchema(migration.client, one);
});
afterAll(() => migration.close());
beforeEach(() => migration.client.query('savepoint before_the_change'));
afterEach(() => migration.client.query('rollback to before_the_change'));

const check = () => checkParity({ schema: one.schema, connection: migration.client });

/** What is declared names what the database has not, so that it is certainly another one than the live one. */
const CHANGES: readonly (readonly [change: string, expect: readonly string[]])[] = [
  [
    `alter type role rename value 'guest' to 'visitor'`,
    ['column/default public.forms.role', 'column/default public.forms.roles', 'enum/values public.role'],
  ],
  [
    `drop view flagged; drop index forms_flag; alter table forms drop column flag;
     create index forms_flag on forms (name) where id > 5`,
    [
      'column/missing public.forms.flag',
      'index/where public.forms.forms_flag',
      'view/missing public.flagged',
    ],
  ],
  [
    `drop view flagged; alter table forms drop constraint forms_name, drop constraint forms_start;
     alter table forms drop column name; alter table forms add constraint forms_name check (id > 5)`,
    [
      'check/expression public.forms.forms_name',
      'check/missing public.forms.forms_start',
      'column/missing public.forms.name',
      'index/missing public.forms.forms_flag',
      'view/missing public.flagged',
    ],
  ],
];

test.each(CHANGES)('%s', async (change, expected) => {
  await migration.client.query(change);
  const verdict = await check();
  expect(findings(verdict)).toEqual(expected);
  // In the first round, rather than one by one.
  await runFixes(migration, verdict.differences);
  expect(findings(await check())).toEqual([]);
});

test('a default that is a label of its enum only in the schema is another one than the live default', async () => {
  await migration.client.query(`
    alter table forms alter column role drop default, alter column roles drop default;
    alter type role rename to old; create type role as enum ('admin', 'user');
    alter table forms alter column role type role using null, alter column roles type role[] using null;
    alter table forms alter column role set default 'user', alter column roles set default '{user}';
    drop type old`);
  expect(findings(await check())).toEqual([
    'column/default public.forms.role',
    'column/default public.forms.roles',
    'enum/values public.role',
  ]);
});
