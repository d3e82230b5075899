/** One migration of a history: what it does, and the lines of JavaScript of its two functions. */
export interface Step {
  readonly kind: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** Whether it cannot share a transaction with what comes before it: stock Knex gives a deploy one for all. */
  readonly isAlone?: boolean;
  /** Whether it has no transaction at all. */
  readonly isConcurrent?: boolean;
}

/** What a story may choose. */
export interface Choice {
  /** The story's number, for names. */
  readonly n: number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

/** Migrations that follow each other; others may come in between. */
export type Story = (choice: Choice) => readonly Step[];

/** A migration in SQL. */
export function sql(kind: string, up: readonly string[], down: readonly string[]): Step {
  return { kind, up: up.map(raw), down: down.map(raw) };
}

/** One that Postgres does not let into a transaction. */
export function concurrently(kind: string, up: readonly string[], down: readonly string[]): Step {
  return { ...sql(kind, up, down), isAlone: true, isConcurrent: true };
}

/** One by Knex's schema builder: the calls on a table of the schema app. */
export function altered(kind: string, table: string, up: readonly string[], down: readonly string[]): Step {
  const alter = (calls: readonly string[]): string =>
    `await knex.schema.withSchema('app').alterTable('${table}', (table) => {\n${calls.map((call) => `    table.${call};`).join('\n')}\n  });`;
  return { kind, up: [alter(up)], down: [alter(down)] };
}

function raw(statement: string): string {
  return `await knex.raw(${JSON.stringify(statement)});`;
}

/** Numbers between 0 and 1, the same ones for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
