import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import config from '../eslint.config.js';

const ROOT = path.resolve(__dirname, '..');
const [someMigration = ''] = readdirSync(path.join(ROOT, 'knex', 'migrations'));
const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: true, overrideConfig: config });

/** The rules that a text breaks, under the project's configuration, if it stood in that file. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(ROOT, file) });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

async function brokenInMigration(body: string): Promise<(string | null)[]> {
  return await broken(
    `knex/migrations/${someMigration}`,
    `import type { Knex } from 'knex';\n\nexport async function up(knex: Knex): Promise<void> {\n  ${body}\n}\n`,
  );
}

describe('a migration', () => {
  test.each([
    ["knex.schema.createTable('a', () => undefined);"],
    ["void knex.schema.dropTable('a');"],
    ["knex('a').insert({ id: 1 });"],
    ["knex.raw('select 1');"],
    ["knex.transaction(async (transaction) => { await transaction('a'); });"],
    ["if (knex.client) knex.schema.withSchema('auth').dropTable('a');"],
  ])('that forgets to await is reported: %s', async (statement) => {
    expect(await brokenInMigration(`await knex.raw('select 1');\n  ${statement}`)).toContain(
      '@typescript-eslint/no-floating-promises',
    );
  });

  test('that awaits each statement is not', async () => {
    expect(
      await brokenInMigration(
        "await knex.schema.createTable('a', (table) => {\n    table.text('id').primary().defaultTo(knex.raw('now()'));\n  });",
      ),
    ).toEqual([]);
  });

  test('that starts several statements at once is reported', async () => {
    expect(await brokenInMigration("await Promise.all([knex('a'), knex('b')]);")).toEqual([
      'keelson/no-concurrent-statements',
    ]);
  });

  test('takes nothing from elsewhere but Knex', async () => {
    const file = `knex/migrations/${someMigration}`;
    expect(await broken(file, "export { users } from '../../src/lib/db/schema/users.ts';\n")).toEqual([
      'no-restricted-imports',
    ]);
    expect(await broken(file, "import map from 'p-map';\nexport default map;\n")).toContain(
      'no-restricted-imports',
    );
  });
});

describe('the environment', () => {
  const reads = 'export const mode = process.env.NODE_ENV;\n';
  const destructures = 'const { env } = process;\nexport const mode = env.NODE_ENV;\n';

  test.each([
    ['src/lib/db/first.ts', reads],
    ['src/lib/db/first.ts', destructures],
    ['src/migrations/migrate.ts', reads],
    ['src/cli/help.ts', reads],
  ])('is not for %s to read', async (file, text) => {
    expect(await broken(file, text)).toEqual(['no-restricted-properties']);
  });

  test('is not read under another name either', async () => {
    expect(
      await broken(
        'src/lib/db/first.ts',
        "import { env } from 'node:process';\nexport const mode = env.NODE_ENV;\n",
      ),
    ).toEqual(['no-restricted-imports']);
  });

  test('is for src/env.ts to read', async () => {
    expect(await broken('src/env.ts', reads)).toEqual([]);
  });
});

describe('the terminal', () => {
  test.each([
    ["process.stdout.write('done');\n", 'no-restricted-properties'],
    ["process.stderr.write('done');\n", 'no-restricted-properties'],
    ['process.exitCode = 1;\n', 'no-restricted-properties'],
    ['process.exit(1);\n', 'no-restricted-properties'],
    ["console.log('done');\n", 'no-console'],
  ])('belongs to src/cli: %s', async (text, rule) => {
    expect(await broken('src/migrations/migrate.ts', text)).toEqual([rule]);
    expect(await broken('src/env.ts', text)).toEqual([rule]);
    expect(await broken('src/cli/main.ts', text)).toEqual(rule === 'no-console' ? [rule] : []);
  });
});
