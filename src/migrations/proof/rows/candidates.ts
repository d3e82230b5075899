import { sqlTokens } from '../../../parity/declared/sql-tokens.ts';
import { edgesOf, valueOf } from './values.ts';
import { underlying } from './types.ts';
import type { FillTypes } from './types.ts';

/** What conditions on texts often ask for. */
const SAMPLES = [
  ...['a', 'A', 'ab', 'abc', 'ABC', 'Abc', 'abcdef', 'a1', 'abc123', 'a-b', 'a_b', 'a.b', 'A1', 'AB', 'a b'],
  ...[
    '0',
    '1',
    '12',
    '123',
    '1234',
    '12345',
    '123456',
    '0123456789',
    '-1',
    '1.5',
    '0x1f',
    'deadbeef',
    '#a1b2c3',
  ],
  ...[
    'user@example.com',
    'USER@EXAMPLE.COM',
    'example.com',
    'https://example.com',
    'https://example.com/a',
    '/a',
    '/a/b',
  ],
  ...[
    '+4915112345678',
    '+1 555 0100',
    '2020-01-01',
    '2020-01-01T00:00:00Z',
    '12:30',
    '2020',
    '10.0.0.1',
    '::1',
  ],
  ...[
    '1.2.3',
    'v1',
    'en',
    'en-US',
    'DE',
    'USD',
    'true',
    '{}',
    '[]',
    '{"a": 1}',
    'DE89370400440532013000',
    'AB-123',
    'ABC-1234',
  ],
  ...['00000000-0000-4000-8000-000000000001', 'd41d8cd98f00b204e9800998ecf8427e', 'Aa1!aaaa', 'SGVsbG8='],
];

const TEXTS = new Set(['text', 'varchar', 'bpchar', 'citext', 'name']);
const NUMBERS = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money', 'oid']);

/** Values that may meet the conditions in which a column stands, the most ordinary first. */
export function candidatesFor(
  types: FillTypes,
  wanted: { readonly type: string; readonly typmod: number },
  { conditions, counts }: { readonly conditions: readonly string[]; readonly counts: readonly number[] },
): readonly string[] {
  const { type, domains } = underlying(types, wanted);
  const said = literalsIn([...conditions, ...domains.flatMap(({ checks }) => checks)]);
  const plain = counts.flatMap((count) => valueOf(types, wanted, count) ?? []);
  const name = type?.name ?? '';
  const edges = edgesOf(types, wanted);
  if (type?.kind === 'e') return [...type.labels];
  if (NUMBERS.has(name)) {
    const near = said.numbers.flatMap((number) => [number, number + 1, number - 1, number / 2]);
    return unique([...plain, ...near.map(String), '1', '2', '10', '100', ...edges, '-1']);
  }
  if (TEXTS.has(name)) {
    const lengths = said.numbers.filter((number) => Number.isInteger(number) && number > 0 && number <= 1000);
    const long = lengths.flatMap((length) => [
      ...counts.map((count) => count.toString(16).padStart(length, '0').slice(-length)),
      'a'.repeat(length),
      'A'.repeat(length),
      '1'.repeat(length),
    ]);
    return unique([...plain, ...said.texts, ...said.numbers.map(String), ...long, ...SAMPLES, ...edges]);
  }
  const elements =
    type?.element === null || type?.element === undefined
      ? []
      : said.texts.flatMap((text) => [`{"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"}`]);
  const documents = ['json', 'jsonb'].includes(name)
    ? [
        '{}',
        '[]',
        '"text"',
        '1',
        'true',
        ...said.texts.flatMap((text) =>
          ['a', 1, [1], ['a'], {}, true].map((value) => JSON.stringify({ [text]: value })),
        ),
      ]
    : [];
  return unique([
    ...plain,
    ...said.texts,
    ...elements,
    ...documents,
    ...edges,
    ...(name === 'bool' ? ['true', 'false'] : []),
  ]);
}

/** The constants in conditions. */
export function literalsIn(conditions: readonly string[]): {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
} {
  const tokens = conditions
    .flatMap((condition) => sqlTokens(condition))
    .filter(({ kind }) => kind === 'text');
  const texts = tokens.flatMap(({ text }) =>
    text.startsWith("'") ? [text.slice(1, -1).replaceAll("''", "'")] : [],
  );
  const numbers = [...tokens.map(({ text }) => text), ...texts].flatMap((text) =>
    /^\d+(?:\.\d+)?$/.test(text) ? [Number(text)] : [],
  );
  return { texts: unique(texts), numbers: [...new Set(numbers.flatMap((number) => [number, -number]))] };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
