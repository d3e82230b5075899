import type { Token } from './tokens.ts';

/** Words of the SQL standard for the beginning of the transaction, and what each gives. All are reserved. */
const WORDS: Readonly<Record<string, string>> = {
  current_timestamp: 'timestamptz',
  localtimestamp: 'timestamp',
  current_date: 'date',
  current_time: 'timetz',
  localtime: 'time',
};

/** Another name of the same function. */
const ALSO_NOW = 'transaction_timestamp';

/** A moment in a text: its tokens, and what stands in brackets behind it. */
interface Moment {
  readonly word: string;
  readonly from: number;
  readonly to: number;
  readonly precision: string;
}

/** A text and its tokens. */
export interface Written {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/**
 * Two texts with every moment written by way of `now()`, of which Postgres documents that the others are made; it then
 * says itself whether that makes them one. Undefined where both write the same moments.
 *
 * `stored` is the column's type with its modifiers, where the texts are all of a default.
 */
export function inOneSpelling(
  declared: Written,
  live: Written,
  stored?: string,
): { readonly declared: string; readonly live: string } | undefined {
  const ours = momentsIn(declared.tokens);
  const theirs = momentsIn(live.tokens);
  if (shown(ours) === shown(theirs)) return undefined;
  return { declared: spelled(declared, ours, stored), live: spelled(live, theirs, stored) };
}

function momentsIn(tokens: readonly Token[]): readonly Moment[] {
  return tokens.flatMap((token, index) => {
    const { kind, value, from } = token;
    const before = tokens[index - 1];
    const isLabel = before !== undefined && (before.value === '.' || isWord(before, 'as'));
    if (kind !== 'name' || isLabel) return [];
    const [open, inside, close] = tokens.slice(index + 1, index + 4);
    if (value === ALSO_NOW) {
      return open?.value === '(' && inside?.value === ')'
        ? [{ word: value, from, to: inside.to, precision: '' }]
        : [];
    }
    if (!Object.hasOwn(WORDS, value)) return [];
    const isSized = open?.value === '(' && close?.value === ')' && /^\d+$/.test(inside?.value ?? '');
    return [
      isSized
        ? { word: value, from, to: close.to, precision: inside?.value ?? '' }
        : { word: value, from, to: token.to, precision: '' },
    ];
  });
}

function isWord({ kind, value }: Token, word: string): boolean {
  return kind === 'name' && value === word;
}

function shown(moments: readonly Moment[]): string {
  return moments
    .map(({ word, precision }) => `${word}(${precision})`)
    .sort()
    .join();
}

function spelled({ text, tokens }: Written, moments: readonly Moment[], stored = ''): string {
  const [only] = moments;
  const isWhole = only !== undefined && only.from === tokens[0]?.from && only.to === tokens.at(-1)?.to;
  if (isWhole && isNowWhenStored(only, stored)) return NOW;
  let from = 0;
  const pieces = moments.map((moment) => {
    const piece = text.slice(from, moment.from) + withNow(moment);
    from = moment.to;
    return piece;
  });
  return pieces.join('') + text.slice(from);
}

const NOW = 'pg_catalog.now()';

function withNow({ word, precision }: Moment): string {
  const type = WORDS[word];
  if (type === undefined || (word === 'current_timestamp' && precision === '')) return NOW;
  return `(${NOW}::pg_catalog.${type}${precision === '' ? '' : `(${precision})`})`;
}

/**
 * Rounded by the column as it was rounded before, nothing is rounded. And what is the local time on the way is the
 * same day and hour.
 */
function isNowWhenStored({ word, precision }: Moment, stored: string): boolean {
  if (precision === '' && stored === 'date') return word === 'localtimestamp';
  if (precision === '') return stored === 'time without time zone' && IN_LOCAL_TIME.has(word);
  return (
    word === 'current_timestamp' &&
    [`timestamp(${precision}) with time zone`, `timestamp(${precision}) without time zone`].includes(stored)
  );
}

const IN_LOCAL_TIME = new Set(['localtimestamp', 'current_time']);

/** Words that stand for a moment only until a literal is read, and for that moment ever after. */
const FROZEN = /(?<!\w)(?:now|today|tomorrow|yesterday)(?!\w)/gi;

/** The word in a declared literal that Postgres took for the moment at which it was asked. */
export function frozenMoment(declared: readonly Token[], printed: string): string | undefined {
  const words = declared.flatMap(({ kind, value }) => (kind === 'string' ? (value.match(FROZEN) ?? []) : []));
  return words.find((word) => !printed.toLowerCase().includes(word.toLowerCase()));
}

/** Why nothing can be said of it. */
export function frozenReason(word: string): string {
  return `'${word}' is the moment at which the default was made, which the schema cannot know: declare sql\`now()\` for the moment of each insert, or the value that the database holds`;
}
