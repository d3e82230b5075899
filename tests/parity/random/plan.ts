import fc from 'fast-check';
import { KINDS } from './kinds.ts';

/** What a random schema is to have: numbers are choices among what there is, taken modulo their number. */
export interface Plan {
  readonly tables: readonly TablePlan[];
  readonly sequences: readonly { readonly name: string; readonly start: number; readonly cycle: boolean }[];
}
export interface TablePlan {
  readonly name: string;
  /** In which of the namespaces; 0 is none. */
  readonly namespace: number;
  readonly columns: readonly ColumnPlan[];
  readonly id: 'none' | 'serial' | 'identity' | 'given' | 'uuid' | 'composite';
  readonly uniques: readonly {
    readonly columns: readonly number[];
    readonly named: boolean;
    readonly nulls: boolean;
  }[];
  readonly indexes: readonly IndexPlan[];
  readonly checks: readonly { readonly column: number; readonly condition: number }[];
  /** Which table each key leads to. */
  readonly keys: readonly { readonly to: number; readonly onDelete: number; readonly named: boolean }[];
  readonly policies: readonly {
    readonly column: number;
    readonly command: number;
    readonly restrictive: boolean;
  }[];
  readonly rls: boolean;
  /** Which column a generated one is made of. */
  readonly generated: number | undefined;
  readonly view: 'none' | 'view' | 'guarded' | 'materialized';
}
export interface ColumnPlan {
  readonly name: string;
  readonly kind: number;
  /** A value of any kind, each of which finds its own in it. */
  readonly value: unknown;
  readonly expression: number | undefined;
  readonly notNull: boolean;
  readonly unique: boolean;
}
export interface IndexPlan {
  readonly columns: readonly number[];
  readonly unique: boolean;
  readonly named: boolean;
  readonly order: number;
  readonly expression: boolean;
  readonly condition: number | undefined;
  readonly method: number;
}

const choice = fc.nat({ max: 1000 });
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

/** Names with every mark, longer than Postgres keeps, or plain; a number in front makes them differ. */
const names = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('plain', 'MiXed', 'with blank', 'select', 'user') },
  { weight: 1, arbitrary: fc.constantFrom('quo"te', "it's", 'dot.ted', '%s', 'größe', '😀'.repeat(20)) },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 70 })
      .filter((name) => !name.includes('\0')),
  },
);

const columns = fc.integer({ min: 0, max: KINDS.length - 1 }).chain((kind) =>
  fc.record({
    name: names,
    kind: fc.constant(kind),
    value: maybe(KINDS[kind]?.values ?? fc.constant(undefined)),
    expression: fc.option(choice, { nil: undefined, freq: 1 }),
    notNull: fc.boolean(),
    unique: fc.boolean(),
  }),
);

const tables: fc.Arbitrary<TablePlan> = fc.record({
  name: names,
  namespace: fc.nat({ max: 2 }),
  columns: fc.array(columns, { minLength: 1, maxLength: 6 }),
  id: fc.constantFrom('none', 'serial', 'identity', 'given', 'uuid', 'composite'),
  uniques: fc.array(
    fc.record({
      columns: fc.array(choice, { minLength: 1, maxLength: 3 }),
      named: fc.boolean(),
      nulls: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  indexes: fc.array(
    fc.record({
      columns: fc.array(choice, { minLength: 1, maxLength: 3 }),
      unique: fc.boolean(),
      named: fc.boolean(),
      order: choice,
      expression: fc.boolean(),
      condition: maybe(choice),
      method: choice,
    }),
    { maxLength: 3 },
  ),
  checks: fc.array(fc.record({ column: choice, condition: choice }), { maxLength: 2 }),
  keys: fc.array(fc.record({ to: choice, onDelete: choice, named: fc.boolean() }), { maxLength: 2 }),
  policies: fc.array(fc.record({ column: choice, command: choice, restrictive: fc.boolean() }), {
    maxLength: 2,
  }),
  rls: fc.boolean(),
  generated: maybe(choice),
  view: fc.constantFrom('none', 'view', 'guarded', 'materialized'),
});

/** Schemas over the whole vocabulary. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  tables: fc.array(tables, { minLength: 1, maxLength: 4 }),
  sequences: fc.array(
    fc.record({ name: names, start: fc.integer({ min: 1, max: 99 }), cycle: fc.boolean() }),
    {
      maxLength: 2,
    },
  ),
});
