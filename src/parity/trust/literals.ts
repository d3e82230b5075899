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
