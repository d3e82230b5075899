/** How names are made of the keys of columns that have none of their own. */
export type Casing = 'snake_case' | 'camelCase';

/** Words as Drizzle 0.45 finds them; it knows the letters of English only, and so must we. */
const WORDS = /[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g;

/** The name that Drizzle gives to a column for its key. */
export function applyCasing(key: string, casing: Casing | undefined): string {
  if (casing === undefined) return key;
  const words = key.replaceAll(/['\u2019]/g, '').match(WORDS) ?? [];
  if (casing === 'snake_case') return words.map((word) => word.toLowerCase()).join('_');
  return words
    .map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
