import path from 'node:path';
import * as drizzle from 'drizzle-orm';
import * as core from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import ts from 'typescript';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
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
    modules.set(name, moduleOf(code, namespaces));
    const declared = evaluate(modules.get(name) ?? '');
    expect(findings(await check(declared)).filter((line) => line !== 'schema/missing nothing of it')).toEqual(
      [],
    );
  });
});

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
