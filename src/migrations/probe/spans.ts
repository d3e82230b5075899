/**
 * Oids of what was made, as spans in which nothing lies that was there before. Postgres gives them out one after the other,
 * so that thousands of them are one span or a few.
 */
export class Spans {
  /** Of what was there before, in their order: no span goes past one of these. */
  readonly #before: readonly number[];
  /** By how many of those lie below it. */
  readonly #spans = new Map<number, { first: number; last: number }>();

  constructor(before: Iterable<string>) {
    this.#before = Array.from(before, Number).sort((one, other) => one - other);
  }

  add(oid: string): void {
    const number = Number(oid);
    const place = this.#below(number);
    const span = this.#spans.get(place);
    if (span === undefined) this.#spans.set(place, { first: number, last: number });
    else {
      span.first = Math.min(span.first, number);
      span.last = Math.max(span.last, number);
    }
  }

  /** As Postgres is told of them. */
  asMultirange(): string {
    return `{${[...this.#spans.values()].map(({ first, last }) => `[${first},${last}]`).join(',')}}`;
  }

  #below(number: number): number {
    let [low, high] = [0, this.#before.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#before[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
