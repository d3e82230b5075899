import { camelCase } from '../fix/code.ts';

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  mice: 'mouse',
  indices: 'index',
  vertices: 'vertex',
  criteria: 'criterion',
  movies: 'movie',
  cookies: 'cookie',
  caches: 'cache',
  aliases: 'alias',
};

/** Endings of many and of one; the first that fits. What stays as it is is none of many. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:ss|us|is|ews|eries)$/i, '$&'],
  [/([^aeiou])ies$/i, '$1y'],
  [/([^aeo]us|ss|sh|ch|x|zz)es$/i, '$1'],
  [/s$/i, ''],
];

/** One of many: `users` as `user`, `userCategories` as `userCategory`. Whatever is not English stays. */
export function singular(name: string): string {
  const [, before = '', last = ''] = /^(.*?)([\p{Lu}]?[^\p{Lu}]*)$/u.exec(name) ?? [];
  const irregular = IRREGULAR[last.toLowerCase()];
  if (irregular !== undefined) return before + inCaseOf(last, irregular);
  const [pattern, ending] = ENDINGS.find(([one]) => one.test(last)) ?? [/$/, ''];
  const one = last.replace(pattern, ending);
  return one === '' ? name : before + one;
}

/** `userId` as `UserId`. */
export function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A name of the database as files are called: `user_accounts` as `user-accounts`. */
export function kebabCase(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1-$2')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('-')
    .toLowerCase();
}

/** What a column points at, as its name says it: `user_id` as `user`; undefined where it says nothing more. */
export function withoutKeySuffix(column: string): string | undefined {
  const stem = column.replace(
    /(?:[_\s-]+(?:id|ids|fk|key|uuid|ref)|(?<=[\p{Ll}\p{N}])(?:Id|ID|Fk|Key|Uuid))$/u,
    '',
  );
  const own = camelCase(stem);
  return own === '' || stem === column ? undefined : own;
}

function inCaseOf(model: string, word: string): string {
  return /^\p{Lu}/u.test(model) ? pascalCase(word) : word;
}
