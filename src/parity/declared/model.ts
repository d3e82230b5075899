import type { Fact, Identity } from '../../catalog/object.ts';

/** An SQL expression as the schema writes it. Only Postgres can say whether it means what the database holds. */
export interface Expression {
  readonly expression: string;
  /**
   * What it may name: nothing (a default), the columns of its table without qualification (a check, a generated
   * column, an index), the table itself and others beside it (a policy), or whatever a query names (a view).
   */
  readonly sees: 'nothing' | 'columns' | 'tables' | 'query';
}

/** A type as the schema writes it, which may be any alias of it; `enum` where it is one that the schema declares. */
export interface TypeName {
  readonly type: string;
  readonly enum?: ObjectName;
}

/** Another object by the name that the schema gives it; the database may call it otherwise. */
export interface ObjectName {
  readonly kind: DeclaredKind;
  readonly schema: string;
  readonly name: string;
}

/** Columns by the names that the schema gives them; null where an expression stands. */
export interface ColumnNames {
  readonly columnsOf: ObjectName;
  readonly names: readonly (string | null)[];
}

/** A fact of the schema: plain data, or what must be resolved before it can be compared. */
export type DeclaredFact =
  | Fact
  | Expression
  | TypeName
  | { readonly object: ObjectName }
  | ColumnNames
  | readonly (Fact | Expression)[];

/** The kinds of objects that Drizzle can declare, in an order in which they can be made. */
export const DECLARED_KINDS = [
  'role',
  'schema',
  'enum',
  'sequence',
  'table',
  'column',
  'primary key',
  'unique',
  'check',
  'index',
  'foreign key',
  'view',
  'materialized view',
  'policy',
] as const;
export type DeclaredKind = (typeof DECLARED_KINDS)[number];

/** One object that a Drizzle schema declares. A fact that is not there is one on which the schema is silent. */
export interface DeclaredObject extends Identity {
  readonly kind: DeclaredKind;
  /** Whether a person chose the name. Drizzle and Knex make up different ones, which is no difference. */
  readonly named: boolean;
  /** Whether it is only said to be there (`.existing()`): nothing makes it, and only its facts are compared. */
  readonly existing: boolean;
  readonly facts: Readonly<Record<string, DeclaredFact>>;
  /** The only values that the type of a `text({ enum })` has room for; the database is not told of them. */
  readonly values?: readonly string[];
  /** Of a view's column: that its type has no room for null, which no view can be told. */
  readonly neverNull?: true;
  /** Of a view: that Postgres makes up names of columns of it, so that it has more than are said. */
  readonly isOpen?: true;
  /** Where a person finds it in the schema. */
  readonly origin: Origin;
}

/** The export that an object came from and the property in it: `users`, `email`. */
export interface Origin {
  readonly exported: string | undefined;
  readonly property: string | undefined;
}
