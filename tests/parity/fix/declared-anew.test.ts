import * as drizzle from 'drizzle-orm';
import * as core from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import ts from 'typescript';
import { checkParity } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';
import { buildSchema, declaredBy, findings, loadSchema, SCHEMAS } from '../corpus.ts';
import type { CorpusSchema } from '../corpus.ts';

const BEFORE = 'declare it:\nexport ';

/** What the fixes declare, in the order of the kinds: an enum before the tables that have it. */
function evaluate(code: readonly string[], namespaces: Readonly<Record<string, unknown>>) {
  const names = code.map((one) => /^const (\S+) =/.exec(one)?.[1] ?? '');
  const scope = { ...core, sql: drizzle.sql, ...namespaces };
  const text = `${code.join('\n')}\nreturn { ${names.join(', ')} };`;
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2023 } });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('scope', `const { ${Object.keys(scope).join(', ')} } = scope;\n{ ${outputText} }`);
  return run(scope) as Record<string, unknown>;
}

describe('a database is declared anew by the fixes of all that a schema does not say', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await createTestDatabase({ migrate: false });
    client = new Client(database.url);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(() => client.query('begin'));
  afterEach(() => client.query('rollback'));

  test.each(SCHEMAS.filter((name) => !name.startsWith('refused-')))('%s', async (name) => {
    const one: CorpusSchema = await loadSchema(name);
    await buildSchema(client, one);
    const schemas = [...new Set(declaredBy(one).flatMap(({ schema, kind, name }) => schema ?? (kind === 'schema' ? name : [])))];
    const namespaces = Object.fromEntries(
      [...schemas.filter((schema) => schema !== 'public'), 'nothing of it'].map((schema, index) => [
        `namespace${index}`,
        core.pgSchema(schema),
      ]),
    );
    const bare = await checkParity({ schema: namespaces, schemas: ['nothing of it', ...schemas], connection: client });
    const fixes = bare.differences.filter(({ attribute }) => attribute === 'undeclared').map(({ kind, fix }) => ({ kind, fix: fix.schema }));
    const order = ['enum', 'sequence', 'table', 'view', 'materialized view'];
    expect(fixes.filter(({ fix, kind }) => !order.includes(kind) || !fix.startsWith(BEFORE))).toEqual([]);
    const code = order.flatMap((kind) => fixes.filter((one) => one.kind === kind)).map(({ fix }) => fix.slice(BEFORE.length));
    if (process.env.SHOW) process.stdout.write(code.join('\n') + '\n');
    const schema = { ...namespaces, ...evaluate(code, namespaces) };
    const verdict = await checkParity({ schema, schemas, connection: client });
    expect(findings(verdict)).toEqual([]);
  });
});
