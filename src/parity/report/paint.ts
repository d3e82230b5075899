/** What is made to stand out, and how; without colours every one leaves its text as it is. */
export interface Painter {
  readonly title: Paint;
  readonly strong: Paint;
  readonly dim: Paint;
  readonly link: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  /** Two texts, in each of which the part that the other does not have is marked. */
  readonly apart: (one: string, other: string) => readonly [string, string];
}

type Paint = (text: string) => string;

/** Escape sequences that terminals understand, or none. */
export function painter(color: boolean): Painter {
  // Line by line: a pager shows lines apart, and a colour would not reach the next one.
  const style = (on: number, off: number): Paint =>
    color
      ? (text) => text.replaceAll(/[^\n]+/g, (line) => `\u{1b}[${on}m${line}\u{1b}[${off}m`)
      : (text) => text;
  const differing = style(31, 39);
  return {
    title: style(4, 24),
    strong: style(1, 22),
    dim: style(2, 22),
    link: style(36, 39),
    good: style(32, 39),
    bad: style(31, 39),
    apart: (one, other) => {
      if (!color || one === other) return [one, other];
      const { start, end } = common(one, other);
      const mark = (text: string): string =>
        text.slice(0, start) +
        differing(text.slice(start, text.length - end)) +
        text.slice(text.length - end);
      return [mark(one), mark(other)];
    },
  };
}

/** How long two texts are the same from the start and from the end, in whole words. */
function common(one: string, other: string): { readonly start: number; readonly end: number } {
  const [words, others] = [one.split(WORDS), other.split(WORDS)];
  const most = Math.min(words.length, others.length);
  let first = 0;
  while (first < most && words[first] === others[first]) first += 1;
  let last = 0;
  while (last < most - first && words.at(-1 - last) === others.at(-1 - last)) last += 1;
  return {
    start: words.slice(0, first).join('').length,
    end: words.slice(words.length - last).join('').length,
  };
}

const WORDS = /(?<![\w$])(?=[\w$])|(?<=[\w$])(?![\w$])/;
