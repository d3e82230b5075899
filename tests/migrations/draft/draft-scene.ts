import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import {
  changedFactInWords,
  draftMigration,
  mayDiffer,
  migrate,
  rollback,
} from '../../../src/migrations/index.ts';
import type { Draft, DraftOptions } from '../../../src/migrations/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';

/** A database with rows, and what a schema wants of it. */
export interface DraftScene extends Pick<DraftOptions, 'schema' | 'renames' | 'atOnce'> {
  /** SQL that makes what is there. */
  readonly made: string;
  /** SQL of an application that writes once the draft is applied. */
  readonly since?: string;
  /** What is asked once it is taken back. */
  readonly read?: string;
  /** SQL that an application runs once it is taken back. */
  readonly then?: string;
}

/** What came of a draft. */
export interface Drafted {
  readonly draft: Draft;
  /** The lines of its ups and of its downs, without what is around them. */
  readonly up: string;
  readonly down: string;
  /** What is not as before once all of it is taken back, but for what may differ: places of columns, roles of the server. */
  readonly changed: readonly string[];
  readonly rows: readonly unknown[];
}

/** Drafts, proves, applies all of it on the rows that are there, and takes it back. */
export async function drafted({ made, since, read, then, ...wanted }: DraftScene): Promise<Drafted> {
  await using database = await createTestDatabase({ migrate: false });
  const folder = mkdtempSync(path.join(tmpdir(), 'keelson-drafted-'));
  const client = new Client(database.url);
  await client.connect();
  try {
    await client.query(made);
    const connection = database.settings;
    const draft = await draftMigration({ ...wanted, connection, name: 'drafted' });
    draft.files.forEach(({ name, text }, index) => {
      writeFileSync(path.join(folder, `2026010100000${String(index)}_${name}.ts`), text);
    });
    const config = { client: 'pg', migrations: { directory: folder, extension: 'ts' } };
    await migrate({ config, connection });
    if (since !== undefined) await client.query(since);
    const { differences = [] } = await rollback({ config, connection });
    if (then !== undefined) await client.query(then);
    return {
      draft,
      up: draft.files.map(({ text }) => bodyOf(text, 'up')).join('\n'),
      down: draft.files.map(({ text }) => bodyOf(text, 'down')).join('\n'),
      changed: differences.filter((one) => !mayDiffer(one)).map(changedFactInWords),
      rows: read === undefined ? [] : (await client.query<object>(read)).rows,
    };
  } finally {
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How often a text has another one in it. */
export function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

function bodyOf(text: string, name: 'up' | 'down'): string {
  const [, body = ''] =
    new RegExp(`function ${name}\\([^)]*\\)[^{]*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(text) ?? [];
  return body;
}
