import path from 'node:path';
import ts from 'typescript';
import * as own from '../../../src/lib/db/schema/index.ts';
import { migrationFile } from '../../../src/migrations/draft/file.ts';
import { readDeclared } from '../../../src/parity/declared/read.ts';
import type { DeclaredObject } from '../../../src/parity/declared/model.ts';
import { joined } from '../../../src/parity/fix/builder/joined.ts';
import { made } from '../../../src/parity/fix/builder/made.ts';
import { printed } from '../../../src/parity/fix/builder/printed.ts';
import { plainObject } from '../../../src/parity/render/plain.ts';
import { declaredBy, loadSchema, SCHEMAS } from '../corpus.ts';

/** What makes objects from nothing, as it would stand in a migration's file. */
function body(objects: readonly DeclaredObject[]): string {
  const wanted = objects.filter(({ existing }) => !existing).map(plainObject);
  return printed(joined([made(wanted)]), { indent: 2, isFile: true });
}

describe('our own schema from nothing', () => {
  const text = body(readDeclared({ schema: own }).objects);

  test.each([
    [
      'accounts',
      `  await knex.schema.withSchema('auth').createTable('accounts', (table) => {
    table.text('id').primary({ constraintName: 'accounts_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('user_id')
      .notNullable()
      .references('id')
      .inTable('auth.users')
      .withKeyName('accounts_user_id_fkey')
      .onDelete('CASCADE');
    table.text('type').notNullable().defaultTo('oauth');
    table.text('provider').notNullable();
    table.text('provider_account_id').notNullable();
    table.text('refresh_token');
    table.text('access_token');
    table.text('id_token');
    table.text('token_type');
    table.text('scope');
    table.text('session_state');
    table.bigInteger('expires_at');
    table.timestamp('access_token_expires_at');
    table.timestamp('refresh_token_expires_at');
    table.text('password');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.timestamp('updated_at').notNullable().defaultTo(knex.raw('now()'));
    table.unique(['provider', 'provider_account_id'], {
      indexName: 'accounts_provider_provider_account_id_key',
    });
    table.index('user_id', 'accounts_user_id_idx');
  });
`,
    ],
    [
      'feedback',
      `  await knex.schema.withSchema('auth').createTable('feedback', (table) => {
    table.text('id').primary({ constraintName: 'feedback_pkey' }).defaultTo(knex.raw('auth.new_id()'));
    table
      .text('user_id')
      .references('id')
      .inTable('auth.users')
      .withKeyName('feedback_user_id_fkey')
      .onDelete('SET NULL');
    table.text('message').notNullable();
    table.smallint('rating');
    table.timestamp('created_at').notNullable().defaultTo(knex.raw('now()'));
    table.check('length(message) between 1 and 10000', undefined, 'feedback_message_check');
    table.check('rating between 1 and 5', undefined, 'feedback_rating_check');
    table.index('user_id', 'feedback_user_id_idx');
    table.index('created_at', 'feedback_created_at_idx');
  });
`,
    ],
    [
      'sessions',
      `  await knex.raw(\`
    create index sessions_impersonated_by_idx on auth.sessions (impersonated_by)
    where impersonated_by is not null\`);
`,
    ],
    [
      'users',
      `  await knex.raw('create unique index users_email_lower_key on auth.users (lower(email))');
`,
    ],
  ])('is written as a person writes it: %s', (_, code) => {
    expect(text).toContain(code);
  });

  test('takes no line that is too long, and no SQL for what the builder says', () => {
    const lines = text.split('\n');
    expect(lines.filter((line) => line.length > 110)).toEqual([]);
    const statements = text.split('await knex.raw').slice(1);
    expect(
      statements.filter((one) => !/^\(\s*['`]\s*create (?:schema|(?:unique )?index) /.test(one)),
    ).toEqual([]);
  });
});

test('all that is written is TypeScript that Knex takes', async () => {
  const file = (name: string): string => path.join(__dirname, `${name}.migration.ts`);
  const texts = new Map<string, string>();
  for (const name of SCHEMAS.filter((one) => !one.startsWith('refused-'))) {
    const up = body(declaredBy(await loadSchema(name)));
    texts.set(file(name), migrationFile({ up, down: '', isTypeScript: true }));
  }
  expect(texts.size).toBeGreaterThan(100);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const [exists, read] = [host.fileExists.bind(host), host.readFile.bind(host)];
  host.fileExists = (name) => texts.has(name) || exists(name);
  host.readFile = (name) => texts.get(name) ?? read(name);
  const program = ts.createProgram([...texts.keys()], options, host);
  const found = ts
    .getPreEmitDiagnostics(program)
    .map(({ file: source, messageText }) => `${source?.fileName ?? ''}: ${JSON.stringify(messageText)}`);
  expect(found).toEqual([]);
});
