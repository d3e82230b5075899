/**
 * What is read of Drizzle's objects: the properties that all versions from 0.36 to 1.0 have in common, and those that
 * only some have as optional ones. Nothing is imported from Drizzle, since the schema may come from any copy of it.
 */

/** Whatever can be put into `sql`. */
export interface SqlWrapper {
  getSQL(): SqlObject;
}

/** An `sql` template or what a query builder makes. */
export interface SqlObject extends SqlWrapper {
  readonly queryChunks: readonly unknown[];
  readonly shouldInlineParams?: boolean;
  toQuery(config: object): { readonly sql: string };
}

/** A column of a table or a view. */
export interface Column extends SqlWrapper {
  readonly table: object;
  /** As it was given, or the key: the casing is not applied before 1.0. */
  readonly name: string;
  /** Whether the key is the name, which is cased before 1.0 when it is written down. */
  readonly keyAsName: boolean;
  readonly notNull: boolean;
  readonly primary: boolean;
  readonly default: unknown;
  readonly isUnique: boolean;
  /** Always there before 1.0, where it is the one that Drizzle made up unless somebody chose another. */
  readonly uniqueName: string | undefined;
  readonly uniqueType: 'distinct' | 'not distinct' | undefined;
  readonly generated: { readonly as: unknown; readonly mode?: string } | undefined;
  readonly generatedIdentity: Identity | undefined;
  readonly enumValues: readonly string[] | undefined;
  /** What the builder was given. Builders that stand in several tables share it. */
  readonly config?: object;
  readonly enum?: unknown;
  /** The element and the length of an array, before 1.0. */
  readonly baseColumn?: Column;
  readonly size?: number;
  /** How deep an array is, since 1.0; before, how long a vector is. */
  readonly dimensions?: number;
  /** How long a vector is, since 1.0. */
  readonly length?: number;
  readonly vectorDimensions?: number;
  getSQLType(): unknown;
  mapToDriverValue(value: unknown): unknown;
}

/** `generatedAlwaysAsIdentity` and its like. */
export interface Identity {
  readonly type: 'always' | 'byDefault';
  readonly sequenceName?: string;
  readonly sequenceOptions?: SequenceOptions;
}

/** Options of a sequence. */
export interface SequenceOptions {
  readonly startWith?: number | string | bigint;
  readonly increment?: number | string | bigint;
  readonly minValue?: number | string | bigint;
  readonly maxValue?: number | string | bigint;
  readonly cache?: number | string | bigint;
  readonly cycle?: boolean;
}

/** `pgSequence`. */
export interface Sequence {
  readonly seqName: string;
  readonly seqOptions: SequenceOptions | undefined;
  readonly schema: string | undefined;
}

/** `index().on()`. */
export interface IndexBuilder {
  readonly config: {
    readonly name?: string;
    readonly columns: readonly (IndexedColumn | SqlObject)[];
    readonly unique: boolean;
    readonly method?: string;
    readonly where?: SqlWrapper;
    readonly with?: Readonly<Record<string, unknown>>;
  };
}

/** A column of an index. */
export interface IndexedColumn {
  readonly name: string;
  readonly indexConfig?: IndexConfig;
}

/** How a column stands in an index. */
export interface IndexConfig {
  readonly order?: 'asc' | 'desc';
  readonly nulls?: 'first' | 'last';
  readonly opClass?: string | undefined;
}

/** `primaryKey()`. */
export interface PrimaryKeyBuilder {
  readonly columns: readonly Column[];
  readonly name?: string;
}

/** `unique().on()`. */
export interface UniqueBuilder extends PrimaryKeyBuilder {
  readonly nullsNotDistinctConfig?: boolean;
}

/** `check()`. */
export interface CheckBuilder {
  readonly name: string;
  readonly value: unknown;
}

/** `foreignKey()`, or `.references()` once its table is built. */
export interface ForeignKey {
  reference(): {
    readonly name?: string;
    readonly columns: readonly Column[];
    readonly foreignTable: object;
    readonly foreignColumns: readonly Column[];
  };
  readonly onUpdate?: string;
  readonly onDelete?: string;
}

/** `foreignKey()` before its table is built. */
export interface ForeignKeyBuilder {
  build(table: object): ForeignKey;
}

/** `pgPolicy`. */
export interface Policy {
  readonly name: string;
  readonly as?: string;
  readonly for?: string;
  readonly to?: PolicyRole | readonly PolicyRole[];
  readonly using?: unknown;
  readonly withCheck?: unknown;
  readonly _linkedTable?: object;
}

/** Whom a policy is for. */
export type PolicyRole = string | Role;

/** `pgRole`. */
export interface Role {
  readonly name: string;
  readonly createDb?: boolean;
  readonly createRole?: boolean;
  readonly inherit?: boolean;
  readonly _existing?: boolean;
}

/** `pgSchema`. */
export interface Namespace {
  readonly schemaName: string;
  /** Since 1.0. */
  readonly isExisting?: boolean;
}

/** What a view of either sort keeps. */
export interface ViewConfig {
  readonly name: string;
  readonly schema: string | undefined;
  readonly selectedFields: object;
  readonly query: SqlObject | undefined;
  readonly isExisting: boolean;
  readonly isAlias: boolean;
}
