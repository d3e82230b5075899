/** A comment on a line of its own, which no name in it can end. */
export function comment(text: string): string {
  return `// ${oneLine(text)}`;
}

/** Text without what ends a line or is seen by nobody. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
