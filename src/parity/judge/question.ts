import type { Expression } from '../declared/model.ts';
import type { Relation } from '../relations.ts';

/** Two texts that may mean the same: what the schema declares, and what Postgres prints for the live object. */
export interface Question {
  /** The asker's own mark; judgements come back in the order of the questions. */
  readonly key: unknown;
  readonly declared: string;
  /** As printed under an empty search_path. */
  readonly live: string;
  /** What the text may name. */
  readonly sees: Expression['sees'];
  /**
   * What the value becomes: for a default or a generated column the type of its column without modifiers, as
   * `format_type(type, -1)` prints it, so that `'5'` is `5` in a numeric one while `'abcdef'` is not `'abc'` in a
   * varchar(3); `boolean` for a check, a predicate or a policy.
   */
  readonly type?: string | undefined;
  /**
   * The same with its modifiers, for a default or a generated column: `1` is `'1.00'` in a numeric(10,2). Only
   * types that are rounded alike on every way into a column are compared by it.
   */
  readonly storedAs?: string | undefined;
  /**
   * Where the column has another type than is declared: the declared one, with its modifiers and without. Values that
   * are the same once the column has it are no difference of their own.
   */
  readonly alsoAs?: { readonly type: string; readonly storedAs: string } | undefined;
  /** The table that the text belongs to. */
  readonly relation?: Relation | undefined;
  /** Of an index key, whose text may end in COLLATE and an operator class. */
  readonly access?: { readonly method: string } | undefined;
}

/** What Postgres says of a question. */
export type Judgement = Found &
  (
    | { readonly is: 'equal'; readonly by: 'text' | 'normal form' | 'twin' }
    /** Both as Postgres prints them, in the same manner; as they are written where it can read only the live one. */
    | { readonly is: 'different'; readonly declared: string; readonly live: string }
    /** The reason says what would let it be decided. */
    | { readonly is: 'undecided'; readonly reason: string }
  );

/** What the declared text of an index key says beside the expression. */
interface Found {
  /** The operator class at its end, by its name. */
  readonly opclass?: string | undefined;
  /** The collation at its end, with its namespace, quoted where it must be. */
  readonly collation?: string | undefined;
}
