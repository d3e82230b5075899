/** What nobody sees in a text, or what turns its direction: written by its number. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text as TypeScript writes it: in quotes, or between backticks where it has lines or both kinds of quotes. */
export function quoted(text: string): string {
  if (text.includes('\n')) return template(text);
  if (!text.includes("'")) return `'${escaped(text)}'`;
  return text.includes('"') ? template(text) : `"${escaped(text)}"`;
}

/** A text between backticks. */
export function template(text: string): string {
  const lines = text.split('\n').map((line) => escaped(line).replaceAll('`', '\\`').replaceAll('${', '\\${'));
  return `\`${lines.join('\n')}\``;
}

/** An object as TypeScript writes it; empty for none. */
export function record(entries: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [key === value ? key : `${propertyKey(key)}: ${value}`],
  );
  return parts.length === 0 ? '' : `{ ${parts.join(', ')} }`;
}

/** A list as TypeScript writes it. */
export function list(entries: readonly string[]): string {
  return `[${entries.join(', ')}]`;
}

/** A call with those arguments that are there. */
export function call(name: string, ...given: readonly string[]): string {
  return `${name}(${given.filter((one) => one !== '').join(', ')})`;
}

/** A name as the key of a property. */
export function propertyKey(name: string): string {
  return isIdentifier(name) ? name : quoted(name);
}

/** How a property is reached: `t.email`, `t['e-mail']`. */
export function property(of: string, name: string): string {
  return isIdentifier(name) ? `${of}.${name}` : `${of}[${quoted(name)}]`;
}

/** The name of the database as TypeScript's own are written: `user_id` as `userId`. */
export function camelCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}$]+/u).filter((word) => word !== '');
  return words
    .map((word, index) =>
      index === 0
        ? word.charAt(0).toLowerCase() + word.slice(1)
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join('');
}

/** Whether a name can stand without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);
}

/** What nearly every text consists of. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
