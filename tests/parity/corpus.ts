import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { ClientBase } from 'pg';
import type { Identity } from '../../src/catalog/object.ts';
import { readDeclared } from '../../src/parity/declared/read.ts';
import type { DeclaredObject } from '../../src/parity/declared/model.ts';
import { renderSchema } from '../../src/parity/render/index.ts';
import type { Verdict } from '../../src/parity/verdict.ts';

/** What a folder says beside its schema, in `options.json`. */
interface Options {
  /** How the Drizzle client would be told to name columns. */
  readonly casing?: 'snake_case' | 'camelCase';
  /** For schemas with roles: they belong to the whole server, so that nothing of it may be committed. */
  readonly inTransaction?: boolean;
  /** The code of the Problem by which the schema is refused, where it is no declaration of anything. */
  readonly refused?: string;
  /** `<code> <object>` of all that nobody can decide. */
  readonly undecided?: readonly string[];
}

/** A folder of `schemas`: a Drizzle schema and how the database comes about that it describes. */
export interface CorpusSchema extends Options {
  readonly name: string;
  /** The module `schema.ts`. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** `before.sql`: what is there before. */
  readonly before: string;
  /** `ddl.sql`: what makes the database, where it is not to be our own rendering. */
  readonly ddl: string | undefined;
  /** `after.sql`: what others do to it. */
  readonly after: string;
}

const FOLDER = path.join(__dirname, 'schemas');

/** The names of all folders. */
export const SCHEMAS: readonly string[] = readdirSync(FOLDER).sort();

/** Reads one folder. */
export async function loadSchema(name: string): Promise<CorpusSchema> {
  const read = (file: string): string | undefined => {
    const place = path.join(FOLDER, name, file);
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  };
  return {
    name,
    schema: (await import(path.join(FOLDER, name, 'schema.ts'))) as CorpusSchema['schema'],
    before: read('before.sql') ?? '',
    ddl: read('ddl.sql'),
    after: read('after.sql') ?? '',
    ...(JSON.parse(read('options.json') ?? '{}') as Options),
  };
}

/** Makes the database that a schema describes. */
export async function buildSchema(client: ClientBase, one: CorpusSchema): Promise<void> {
  await runText(client, one.before);
  if (one.ddl === undefined) {
    const { rows } = await client.query<{ name: string }>(
      `select coalesce(current_schema(), 'public') as name`,
    );
    for (const statement of renderSchema(declaredBy(one, rows[0]?.name))) await client.query(statement);
  } else await runText(client, one.ddl);
  await runText(client, one.after);
}

/** Of the roles, which are the server's, those that a corpus schema makes: other tests make theirs meanwhile. */
export function isOfCorpus({ kind, name }: Identity): boolean {
  return (
    kind !== 'role' || /^(?:keelson[ _]corpus[ _]|(?:anon|anonymous|authenticated|service_role)$)/.test(name)
  );
}

/** What a schema declares. */
export function declaredBy(
  { schema, casing }: CorpusSchema,
  defaultSchema?: string,
): readonly DeclaredObject[] {
  return readDeclared({ schema, casing, defaultSchema }).objects;
}

/** All that a verdict found, a line each: `column/type shop.items.name`, and why where it could not decide. */
export function findings({ differences, undecided }: Verdict): readonly string[] {
  return [
    ...differences.map(({ code, object }) => `${code} ${object}`),
    ...undecided.map(({ code, object, reason }) => `undecided ${code} ${object}: ${reason}`),
  ].sort();
}

/** Paragraph by paragraph, since some statements must be alone. */
async function runText(client: ClientBase, text: string): Promise<void> {
  for (const paragraph of text.split(/\n\s*\n/)) if (paragraph.trim() !== '') await client.query(paragraph);
}
