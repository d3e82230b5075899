import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { libpqVariables } from '../postgres/libpq-variables.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** What a baseline is made of: all but what records migrations. */
const OPTIONS = ['--schema-only', '--exclude-schema=keelson', '--exclude-schema=keelson_kept'] as const;

/** The schema of a database as pg_dump writes it; `without` are Knex's tables and their sequences. */
export async function dumpSchema(
  connection: ConnectionSettings,
  { without, hasOwners }: { readonly without: readonly TableName[]; readonly hasOwners: boolean },
): Promise<string> {
  const words = [
    ...OPTIONS,
    ...without.map(
      ({ schema, name }) => `--exclude-table=${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
    ),
    ...(hasOwners ? [] : ['--no-owner']),
  ];
  const dump = spawn('pg_dump', words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...libpqVariables(connection) },
  });
  let sql = '';
  let said = '';
  dump.stdout.setEncoding('utf8').on('data', (text: string) => (sql += text));
  dump.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let code: number | null;
  try {
    [code] = (await once(dump, 'close')) as [number | null];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw notInstalled(cause, words);
  }
  if (code === 0) return sql;
  throw new Problem({
    code: 'cli/pg-dump',
    what: `pg_dump failed: ${said.trim()}`,
    why: 'a baseline is what pg_dump says of the database; nothing was written',
    fix: `use a pg_dump that is as new as the server, or make the dump where one is, and name its file: npx keelson adopt --dump schema.sql\n  pg_dump ${words.join(' ')} …`,
  });
}

function notInstalled(cause: unknown, words: readonly string[]): Problem {
  return new Problem({
    code: 'cli/pg-dump',
    what: 'pg_dump is not installed here',
    why: 'a baseline is what pg_dump says of the database; nothing was written',
    fix: `install it (postgresql-client), or make the dump where one is, and name its file: npx keelson adopt --dump schema.sql\n  pg_dump ${words.join(' ')} …`,
    cause,
  });
}
