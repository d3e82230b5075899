/** Upper bounds of the histogram of query times, in milliseconds; what is above the last is only in the count. */
export const QUERY_TIME_BOUNDS: readonly number[] = [
  1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000,
];

/** Errors without a code are counted by their message, of which there may be any number. */
const MOST_ERRORS = 200;

/** How many of something there were, and how long they took together and at most. */
export interface Durations {
  readonly count: number;
  readonly sumMs: number;
  readonly maxMs: number;
}

/** A histogram as Prometheus has it: each bucket counts all that took at most `leMs`. */
export interface QueryTimes extends Durations {
  readonly buckets: readonly { readonly leMs: number; readonly count: number }[];
}

class Total {
  count = 0;
  sum = 0;
  max = 0;

  add(milliseconds: number): void {
    this.count += 1;
    this.sum += milliseconds;
    if (milliseconds > this.max) this.max = milliseconds;
  }

  durations(): Durations {
    return { count: this.count, sumMs: this.sum, maxMs: this.max };
  }
}

/** What is counted of one pool since it was made: a few additions for each query, and nothing kept of it. */
export class Counters {
  readonly since = new Date();
  opened = 0;
  closed = 0;
  failed = 0;
  readonly #queries = new Total();
  readonly #waits = new Total();
  readonly #buckets = QUERY_TIME_BOUNDS.map(() => 0);
  readonly #errors = new Map<string, number>();

  query(milliseconds: number, failure: string | undefined): void {
    this.#queries.add(milliseconds);
    let at = 0;
    while (at < QUERY_TIME_BOUNDS.length && milliseconds > (QUERY_TIME_BOUNDS[at] ?? 0)) at += 1;
    if (at < this.#buckets.length) this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
    if (failure !== undefined) this.error(failure);
  }

  /** A query that failed, or one that got no connection. */
  error(code: string): void {
    this.failed += 1;
    const known = this.#errors.has(code) || this.#errors.size < MOST_ERRORS ? code : 'other';
    this.#errors.set(known, (this.#errors.get(known) ?? 0) + 1);
  }

  wait(milliseconds: number): void {
    this.#waits.add(milliseconds);
  }

  errors(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#errors);
  }

  waits(): Durations {
    return this.#waits.durations();
  }

  queryTimes(): QueryTimes {
    let count = 0;
    const buckets = QUERY_TIME_BOUNDS.map((leMs, at) => ({ leMs, count: (count += this.#buckets[at] ?? 0) }));
    return { ...this.#queries.durations(), buckets };
  }
}
