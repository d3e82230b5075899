/** A table, view or index by its name for SQL and by the parts of it. */
export interface Named {
  readonly name: string;
  readonly schema: string;
  readonly bare: string;
}

/** A column as the catalogue has it. */
export interface ProbedColumn {
  readonly number: number;
  readonly name: string;
  /** The type in words. */
  readonly type: string;
  /** What tells types apart however they are printed: type, its modifier and collation. */
  readonly typeId: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** 's' for a stored generated column, 'v' for a virtual one. */
  readonly generated: string;
  /** 'a' or 'd' for an identity column. */
  readonly identity: string;
}

/** An index as the catalogue has it. */
export interface ProbedIndex {
  readonly oid: string;
  readonly name: string;
  /** Its name without the namespace. */
  readonly bare: string;
  readonly file: string | null;
  readonly isUnique: boolean;
  readonly isPrimary: boolean;
  readonly isValid: boolean;
  /** The columns in their order; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  /** Whether it holds all rows, and not only those of a condition. */
  readonly isWhole: boolean;
  readonly definition: string | null;
}

/** A constraint as the catalogue has it. */
export interface ProbedConstraint {
  readonly oid: string;
  readonly name: string;
  /** c check, f foreign key, n not null, p primary key, u unique, x exclusion, t trigger. */
  readonly kind: string;
  readonly isValid: boolean;
  readonly columns: readonly string[];
  /** The oid of its index, or '0'. */
  readonly index: string;
  /** The table that a foreign key points to. */
  readonly references: Named | null;
  readonly referencedColumns: readonly string[];
  /** The types of its columns, and of those that they point to. */
  readonly types: readonly string[];
  readonly referencedTypes: readonly string[];
  readonly definition: string | null;
}

/** What of a relation as a whole may change. */
export interface ProbedRelation extends Named {
  /** pg_class.relkind. */
  readonly kind: string;
  /** 'p' permanent, 'u' unlogged. */
  readonly persistence: string;
  readonly owner: string;
  readonly isPartition: boolean;
  /** What it is a partition of. */
  readonly parent: string | null;
  /** What holds for the rows of a partition. */
  readonly partitionRule: string | null;
  readonly hasRowSecurity: boolean;
}

/** One thing of the catalogue that a statement changed. */
export type ProbedChange =
  | { readonly what: 'relation added'; readonly relation: Named; readonly kind: string }
  | {
      readonly what: 'relation dropped';
      readonly relation: ProbedRelation;
      readonly constraints: readonly ProbedConstraint[];
    }
  | { readonly what: 'relation changed'; readonly before: ProbedRelation; readonly after: ProbedRelation }
  | { readonly what: 'column added'; readonly table: Named; readonly column: ProbedColumn }
  | { readonly what: 'column dropped'; readonly table: Named; readonly column: ProbedColumn }
  | {
      readonly what: 'column changed';
      readonly table: Named;
      readonly before: ProbedColumn;
      readonly after: ProbedColumn;
    }
  | {
      readonly what: 'index added';
      readonly table: Named;
      readonly index: ProbedIndex;
      /** Whether it was built anew, rather than taken over with its file. */
      readonly isBuilt: boolean;
      /** Whether it takes the place of one that had to be made again. */
      readonly isAgain: boolean;
    }
  | { readonly what: 'index dropped'; readonly table: Named; readonly index: ProbedIndex }
  | {
      readonly what: 'constraint added';
      readonly table: Named;
      readonly constraint: ProbedConstraint;
      /** Whether its index was there before the statement. */
      readonly usesIndex: boolean;
      /** Whether an index of the table begins with its columns. */
      readonly isIndexed: boolean;
    }
  | { readonly what: 'constraint validated'; readonly table: Named; readonly constraint: ProbedConstraint }
  | { readonly what: 'constraint dropped'; readonly table: Named; readonly constraint: ProbedConstraint }
  | { readonly what: 'trigger added'; readonly table: Named; readonly trigger: string }
  | {
      readonly what: 'enum value renamed';
      readonly type: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly what: 'enum dropped'; readonly type: string; readonly values: readonly string[] }
  | { readonly what: 'schema renamed'; readonly before: string; readonly after: string }
  | { readonly what: 'schema dropped'; readonly schema: string }
  | {
      readonly what: 'domain constraint added';
      readonly domain: string;
      readonly constraint: string;
      readonly isValid: boolean;
      readonly definition: string;
    };
