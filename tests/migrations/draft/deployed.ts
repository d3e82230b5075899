import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { draftMigration, migrate, rollback } from '../../../src/migrations/index.ts';
import type { Draft, RollbackResult } from '../../../src/migrations/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import type { TestDatabase } from '../../../src/testing/index.ts';

/** A database and what was drafted for it, to be deployed file by file. */
export class Deployed implements AsyncDisposable {
  readonly database: TestDatabase;
  readonly client: Client;
  readonly draft: Draft;
  readonly #schema: Record<string, unknown>;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'keelson-deployed-'));

  constructor(
    given: { readonly database: TestDatabase; readonly client: Client; readonly draft: Draft },
    schema: Record<string, unknown>,
  ) {
    this.database = given.database;
    this.client = given.client;
    this.draft = given.draft;
    this.#schema = schema;
  }

  get config(): { readonly client: string; readonly migrations: Record<string, string> } {
    return { client: 'pg', migrations: { directory: this.#folder, extension: 'ts' } };
  }

  get names(): readonly string[] {
    return this.draft.files.map(({ name }) => name);
  }

  async deploy(file: Draft['files'][number]): Promise<void> {
    const number = String(this.draft.files.indexOf(file)).padStart(2, '0');
    writeFileSync(path.join(this.#folder, `202601010000${number}_${file.name}.ts`), file.text);
    await migrate({ config: this.config, connection: this.database.settings });
  }

  async rollback(): Promise<RollbackResult> {
    return await rollback({ config: this.config, connection: this.database.settings });
  }

  async rows(text: string): Promise<readonly Record<string, unknown>[]> {
    return (await this.client.query<Record<string, unknown>>(text)).rows;
  }

  /** What would be drafted now. */
  async left(): Promise<readonly string[]> {
    const { files } = await draftMigration({ schema: this.#schema, connection: this.database.settings });
    return files.map(({ text }) => text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end();
    await this.database[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Makes a database and drafts what a schema wants otherwise of it. */
export async function deployed(made: string, schema: Record<string, unknown>): Promise<Deployed> {
  const database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  await client.query(made);
  const draft = await draftMigration({ schema, connection: database.settings, name: 'wider' });
  return new Deployed({ database, client, draft }, schema);
}
