import path from 'node:path';
import * as drizzle from 'drizzle-orm';
import * as core from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import ts from 'typescript';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { IN_THE_WAY } from './in-the-way.ts';
import { buildSchema, declaredBy, findings, loadSchema, SCHEMAS } from '../corpus.ts';

/** How the fix of what is not declared begins, where it is an object of its own. */
const BEFORE = 'declare it:\nexport ';
/** In an order in which a module can declare them. */
const KINDS = ['enum', 'sequence', 'table', 'view', 'materialized view'];

/** Databases of which there is nothing to be shown. */
const LEFT: Readonly<Record<string, string>> = {
  'indexes-concurrently': 'cannot be made in a transaction',
  'foreign-keys-to-existing': 'leads to a table that nobody declares',
  'policies-supabase': 'leads to a table that nobody declares',
  'roles-beyond': 'has roles only, and no role is undeclared',
  'roles-existing': 'has roles only, and no role is undeclared',
  'roles-forms': 'has roles only, and no role is undeclared',
};

let database: TestDatabase;
let client: Client;
/** What was declared, by corpus schema, for the compiler. */
const modules = new Map<string, string>();

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});
// Roles are made too, which the whole server shares.
beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

describe('a database is declared anew by the fixes of all that no schema says of it', () => {
  test.each(SCHEMAS.filter((name) => !name.startsWith('refused-') && !(name in LEFT)))('%s', async (name) => {
    const one = await loadSchema(name);
    await buildSchema(client, one);
    const schemas = [
      ...new Set(
        declaredBy(one).flatMap((object) => object.schema ?? (object.kind === 'schema' ? object.name : [])),
      ),
    ];
    const namespaces = Object.fromEntries(
      [...schemas.filter((schema) => schema !== 'public'), 'nothing of it'].map((schema, index) => [
        `namespace${index}`,
        schema,
      ]),
    );
    const { code, left } = await declareAnew(schemas, namespaces);
    modules.set(name, moduleOf(code, namespaces));
    expect(left).toEqual([]);
  });
});

test.each(Object.entries(IN_THE_WAY))('declared as it is: %s', async (_, { database: sql }) => {
  await client.query(sql);
  const { left } = await declareAnew(['public'], { nothing: 'nothing of it' });
  expect(left).toEqual([]);
});

test('a declaration says what it leaves out, and has columns in their order', async () => {
  await client.query(`
    create table words (z text collate "C" not null, a integer default 5, n numeric(8,2) default 1.50,
      constraint words_key unique (a) include (z) deferrable initially deferred, check (a > 0) no inherit);
    alter table words add constraint words_late check (a < 9) not valid;
    create index words_z on words (a) include (z);
    create table parts (b integer, a integer) partition by range (b);
    create table below () inherits (words);
    create view seen as select z, a from words;`);
  const { code, left } = await declareAnew(['public'], { nothing: 'nothing of it' });
  const lines = code.flatMap((one) => one.split('\n'));
  expect(lines.filter((line) => line.startsWith('//')).sort()).toEqual([
    '// Drizzle cannot declare a check that is not inherited: left out of words_a_check.',
    '// Drizzle cannot declare a constraint that is deferred: left out of words_key.',
    '// Drizzle cannot declare a constraint that was never validated: left out of words_late.',
    '// Drizzle cannot declare a table that inherits from another one: left out of below.',
    '// Drizzle cannot declare included columns: left out of words_key.',
    '// Drizzle cannot declare included columns: left out of words_z.',
    '// Drizzle cannot declare the partitions of a table: left out of parts.',
  ]);
  const [words] = code.filter((one) => one.startsWith('const words ='));
  expect(words?.split('\n').slice(1, 4)).toEqual([
    `  z: customType<{ data: unknown }>({ dataType: () => 'text collate pg_catalog."C"' })('z').notNull(),`,
    "  a: integer('a').default(5),",
    "  n: numeric('n', { precision: 8, scale: 2 }).default('1.50'),",
  ]);
  const [seen] = code.filter((one) => one.startsWith('const seen ='));
  expect(seen).toContain('.as(sql`SELECT ');
  expect(seen?.indexOf("z: text('z')")).toBeLessThan(seen?.indexOf("a: integer('a')") ?? 0);
  expect(left).toEqual([
    'check/no-inherit public.words.words_a_check',
    'check/validated public.words.words_late',
    'index/include public.words.words_z',
    'unique/deferrable public.words.words_key',
    'unique/deferred public.words.words_key',
    'unique/include public.words.words_key',
  ]);
});

/** Declares what no schema says, as the fixes tell to, and looks again: the code, and what is said of it then. */
async function declareAnew(
  schemas: readonly string[],
  namespaces: Readonly<Record<string, string>>,
): Promise<{ readonly code: readonly string[]; readonly left: readonly string[] }> {
  const bare = Object.fromEntries(
    Object.entries(namespaces).map(([variable, schema]) => [variable, core.pgSchema(schema)]),
  );
  const check = (schema: object) =>
    checkParity({ schema, schemas: [...schemas, 'nothing of it'], connection: client });
  const undeclared = (await check(bare)).differences.filter(({ attribute }) => attribute === 'undeclared');
  expect(undeclared.filter(({ fix }) => !fix.schema.startsWith(BEFORE))).toEqual([]);
  const code = KINDS.flatMap((kind) => undeclared.filter((difference) => difference.kind === kind)).map(
    ({ fix }) => fix.schema.slice(BEFORE.length),
  );
  expect(code).toHaveLength(undeclared.length);
  const left = findings(await check(evaluate(moduleOf(code, namespaces))));
  return { code, left: left.filter((line) => line !== 'schema/missing nothing of it') };
}

test('what the fixes declare is TypeScript', () => {
  const file = (name: string): string => path.join(__dirname, `${name}.declared.ts`);
  const texts = new Map(
    [...modules].filter(([name]) => name.startsWith('base-')).map(([name, text]) => [file(name), text]),
  );
  expect(texts.size).toBeGreaterThan(5);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.CommonJS,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const [exists, read] = [host.fileExists.bind(host), host.readFile.bind(host)];
  host.fileExists = (name) => texts.has(name) || exists(name);
  host.readFile = (name) => texts.get(name) ?? read(name);
  const program = ts.createProgram([...texts.keys()], options, host);
  const errors = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(errors).toEqual([]);
});

function moduleOf(code: readonly string[], namespaces: Readonly<Record<string, string>>): string {
  const words = new Set([...code, 'pgSchema'].join('\n').match(/[a-z]\w*/gi));
  const imports = Object.keys(core).filter((name) => words.has(name));
  return [
    `import { sql } from 'drizzle-orm';`,
    `import { ${imports.join(', ')} } from 'drizzle-orm/pg-core';`,
    ...Object.entries(namespaces).map(
      ([variable, schema]) => `export const ${variable} = pgSchema(${JSON.stringify(schema)});`,
    ),
    ...code.map((one) => `export ${one}`),
  ].join('\n');
}

function evaluate(text: string): object {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS },
  });
  const exported = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('exports', 'require', outputText) as (
    own: object,
    load: (name: string) => unknown,
  ) => void;
  run(exported, (name) => (name === 'drizzle-orm' ? drizzle : core));
  return exported;
}
