/** The one of some words that was probably meant: at most two slips away, and less than half of the word. */
export function closest(word: string, words: readonly string[]): string | undefined {
  const near = words
    .map((one) => ({ one, slips: slipsBetween(word, one) }))
    .filter(({ one, slips }) => slips <= 2 && slips * 2 < one.length)
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.one;
}

/** How many letters are missing, too many or other ones. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_none, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [place, wanted] of Array.from(other).entries()) {
      const [above = 0, left = 0, corner = 0] = [row[place + 1], next[place], row[place]];
      next.push(Math.min(above + 1, left + 1, corner + (letter === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
