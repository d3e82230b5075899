/** What is to be said of a pair: by which means it is equal, that it differs, or that nothing can be said. */
export type Expected = 'text' | 'normal form' | 'twin' | 'different' | 'undecided';

/** A text as a migration wrote it, and as a schema declares it. */
export interface Pair {
  readonly as: 'default' | 'check' | 'generated' | 'key' | 'predicate' | 'policy' | 'view';
  /** Of a default or a generated column. */
  readonly type?: string;
  /** Of an index key. */
  readonly method?: string;
  readonly live: string;
  readonly declared: string;
  readonly expected: Expected;
  /** What the end of an index key says. */
  readonly opclass?: string;
  readonly collation?: string;
}
