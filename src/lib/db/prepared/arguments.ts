import { Column, Param, Placeholder, is, sql } from 'drizzle-orm';
import type { AnyColumn, DriverValueEncoder, GetColumnData, SQL } from 'drizzle-orm';
import { Problem } from '../../../problem.ts';

/** What an argument is: whatever a column holds, or a plain value where it is compared with none. */
export type ArgumentKind = AnyColumn | typeof Number | typeof String | typeof Boolean | typeof Date;
export type ArgumentKinds = Readonly<Record<string, ArgumentKind>>;

type ValueOf<Kind extends ArgumentKind> = Kind extends AnyColumn
  ? GetColumnData<Kind, 'raw'>
  : Kind extends typeof Number
    ? number
    : Kind extends typeof String
      ? string
      : Kind extends typeof Boolean
        ? boolean
        : Date;

/** The values that a call gives. */
export type ArgumentsOf<Kinds extends ArgumentKinds> = {
  readonly [Name in keyof Kinds]: ValueOf<Kinds[Name]>;
};

/** What stands for them where the query is built. */
export type Stands<Kinds extends ArgumentKinds> = {
  readonly [Name in keyof Kinds]: Kinds[Name] extends AnyColumn
    ? SQL<ValueOf<Kinds[Name]>>
    : Placeholder<string, ValueOf<Kinds[Name]>>;
};

/** Makes what stands for the arguments in a query. That of a column is written as the column writes its values. */
export function standsFor<Kinds extends ArgumentKinds>(kinds: Kinds): Stands<Kinds> {
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => {
      const placeholder = sql.placeholder(name);
      return [name, is(kind, Column) ? sql`${new Param(placeholder, kind)}` : placeholder];
    }),
  ) as Stands<Kinds>;
}

/** Gives the parameters of a statement their values, in order. */
export type Bind = (given: Readonly<Record<string, unknown>>) => unknown[];

/** Finds out once where which argument goes. */
export function binding(statement: string, params: readonly unknown[]): Bind {
  const slots = params.map((param) => slotOf(param));
  return (given) =>
    slots.map((slot) => {
      if (slot.name === undefined) return slot.value;
      const value = given[slot.name];
      if (value === undefined) throw missing(statement, slot.name);
      return value === null || slot.encoder === undefined ? value : slot.encoder.mapToDriverValue(value);
    });
}

interface Slot {
  readonly name?: string;
  readonly encoder?: DriverValueEncoder<unknown, unknown>;
  readonly value?: unknown;
}

function slotOf(param: unknown): Slot {
  if (is(param, Placeholder)) return { name: param.name };
  if (is(param, Param) && is(param.value, Placeholder))
    return { name: param.value.name, encoder: param.encoder };
  return { value: param };
}

function missing(statement: string, name: string): Problem {
  return new Problem({
    code: 'query/argument-missing',
    what: `${statement} was called without ${name}`,
    why: 'a parameter that is not given would be taken for null',
    fix: `give ${name}, or null where that is meant`,
  });
}
