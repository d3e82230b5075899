/** Where Knex finds a table: a namespace and a name. */
export interface Place {
  readonly schema: string | null;
  readonly name: string;
}

/** One method of the builder's with what it is given, as code. */
export interface Link {
  readonly method: string;
  readonly given: readonly string[];
}

/** A line of a table's callback: `table.text('id').notNullable()`. */
export interface Call {
  readonly links: readonly Link[];
  /** What a person has to know of it. */
  readonly notes?: readonly string[];
  /** The column that it adds: Knex adds all columns of a callback before it does anything else. */
  readonly adds?: string;
  /** A column's name that others can have once it is done. */
  readonly frees?: string;
}

/** A part of a migration's code. */
export type Piece =
  /** A statement of SQL. */
  | { readonly kind: 'raw'; readonly statement: string }
  | { readonly kind: 'create' | 'alter'; readonly table: Place; readonly calls: readonly Call[] }
  /** One of the builder's own statements: `dropTable`, `renameTable`. */
  | { readonly kind: 'schema'; readonly schema: string | null; readonly link: Link }
  /** What a person has to know before they run what follows, or instead of it where nothing does. */
  | { readonly kind: 'remark'; readonly lines: readonly string[] };

/** Parts in their order. */
export type Pieces = readonly Piece[];
