/** Control characters, line breaks included, and marks that turn the direction of what follows. */
const HIDDEN = /[\p{Cc}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}\p{Cs}]/gu;

/**
 * A text in which nothing hides: a name may hold any character, and a terminal obeys some of them. Line breaks and
 * tabs stay where `lines` is asked for.
 */
export function visible(text: string, { lines = false } = {}): string {
  return text.replaceAll(HIDDEN, (char) =>
    lines && (char === '\n' || char === '\t') ? char : escaped(char),
  );
}

function escaped(char: string): string {
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  if (char === '\r') return '\\r';
  const code = char.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
