/** The string constants in an expression that Postgres printed, in their order, each once. */
export function stringConstants(expression: string): readonly string[] {
  const constants = new Set<string>();
  for (let at = 0; at < expression.length; at += 1) {
    const quote = expression[at];
    if (quote !== "'" && quote !== '"') continue;
    const hasEscapes = quote === "'" && /(?:^|\W)E$/.test(expression.slice(Math.max(0, at - 2), at));
    let text = '';
    for (at += 1; at < expression.length; at += 1) {
      const letter = expression[at];
      if (letter === quote) {
        if (expression[at + 1] !== quote) break;
        at += 1;
      } else if (letter === '\\' && hasEscapes) at += 1;
      text += expression[at] ?? '';
    }
    if (quote === "'") constants.add(text);
  }
  return [...constants];
}

/** The elements of an array as Postgres writes it down, `{x,"y z"}`; none of what is no array. */
export function arrayElements(text: string): readonly string[] {
  if (!text.startsWith('{') || !text.endsWith('}')) return [];
  const elements: string[] = [];
  let element: string | undefined;
  let isQuoted = false;
  const end = (): void => {
    if (element !== undefined) elements.push(element);
    element = undefined;
  };
  for (let at = 1; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '"') {
      isQuoted = !isQuoted;
      element ??= '';
    } else if (letter === '\\') element = (element ?? '') + (text[(at += 1)] ?? '');
    else if (isQuoted) element = (element ?? '') + letter;
    else if (letter === ',' || letter === '}') end();
    else if (letter !== '{') element = (element ?? '') + letter;
  }
  return elements;
}
