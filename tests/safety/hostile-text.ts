import fc from 'fast-check';
import type { Client } from 'pg';

/** Texts that end a quotation, begin a comment, name a parameter, or are longer than a name may be. */
export const HOSTILE: readonly string[] = [
  `"`,
  `'`,
  `\\`,
  `\\'`,
  `''; drop table public.canary; --`,
  `"; drop table public.canary; --`,
  `x"; drop table public.canary; --`,
  `\\'; drop table public.canary; --`,
  `$$; drop table public.canary; $$`,
  `$1`,
  `$keelson$`,
  `%I %L %s`,
  `:name ? ?? $2`,
  `/* */ -- x`,
  `a.b.c`,
  `two\nlines\r\n\tand a tab`,
  `public.canary`,
  `pg_catalog`,
  `select`,
  `ünï–😀`,
  `U&"\\0022"`,
  `E'\\x27'`,
  `${'long'.repeat(15)}"'`,
  'ä'.repeat(31),
  `{"a","b"}`,
  `(1)`,
  ` `,
];

const PIECES = [
  `'`,
  `"`,
  `\\`,
  `;`,
  `--`,
  `$$`,
  `$1`,
  `%`,
  `\n`,
  `/*`,
  `*/`,
  `?`,
  `:a`,
  'drop table public.canary',
  'ä',
  '😀',
];

/** Texts made of such pieces, and of anything else that has characters. */
export const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => !text.includes('\0')),
);

/** What of a text Postgres takes as a name: 63 bytes, and no half of a letter. */
export function cutToName(text: string): string {
  let name = '';
  for (const letter of text) {
    if (Buffer.byteLength(name + letter) > 63) break;
    name += letter;
  }
  return name;
}

/** A table with a row that whatever is injected would drop or change. */
export async function setCanary(client: Client): Promise<void> {
  await client.query(`create table public.canary (note text); insert into public.canary values ('sings')`);
}

export async function expectCanary(client: Client): Promise<void> {
  const { rows } = await client.query('select note from public.canary');
  expect(rows).toEqual([{ note: 'sings' }]);
}
