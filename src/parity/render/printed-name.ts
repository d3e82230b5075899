/** A name that Postgres printed, cut at the first of some words outside of its quotes; undefined where none stands. */
export function cutAt(text: string, separator: string): readonly [before: string, after: string] | undefined {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text.startsWith(separator, at)) {
      return [text.slice(0, at), text.slice(at + separator.length)];
    }
  }
  return undefined;
}

/** All pieces between some words outside of quotes. */
export function splitAt(text: string, separator: string): readonly string[] {
  const cut = cutAt(text, separator);
  return cut === undefined ? [text] : [cut[0], ...splitAt(cut[1], separator)];
}

/** The name of a routine or an operator without the types of what it takes. */
export function withoutArguments(signature: string): string {
  return cutAt(signature, '(')?.[0] ?? signature;
}

/** A name as it is kept, of one that is quoted where it must be. */
export function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** The parts of a name, as they are kept. */
export function partsOfName(name: string): readonly string[] {
  return splitAt(name, '.').map(unquoted);
}
