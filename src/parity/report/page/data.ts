/** What the page's script is given: plain data, read by it from a block of JSON. */
export interface PageData {
  readonly items: readonly PageItem[];
  readonly edges: readonly PageEdge[];
  readonly sizes: Sizes;
  /** Where the boxes are when all are shown. */
  readonly all: Layout;
  /** Where those are that have findings, and their neighbours; null where that would be all or none. */
  readonly focus: Layout | null;
}

/** What stands out: a difference before something undecided. */
export type Mark = 'differs' | 'undecided' | '';

/** Which side has it. */
export type Side = 'both' | 'schema' | 'database';

/** A table or a view with all that belongs to it, or an object that belongs to none. */
export interface PageItem {
  readonly name: string;
  readonly kind: string;
  readonly side: Side;
  readonly differences: number;
  readonly undecided: number;
  /** Codes of its findings, for the search. */
  readonly codes: readonly string[];
  /** The line of the schema, where it was found. */
  readonly place: string;
  readonly objects: readonly PageObject[];
  /** How it is drawn; null for what is not in the picture. */
  readonly box: Box | null;
}

/** One object on both sides. */
export interface PageObject {
  readonly kind: string;
  readonly name: string;
  readonly side: Side;
  readonly mark: Mark;
  /** What stands beside its name: a column's type, what a key is on and points at. */
  readonly detail: string;
  /** Each fact in words: declared, live, and whether they differ. The live text is left out where it is the same. */
  readonly facts: readonly (readonly [declared: string, live: string | null, mark: Mark])[];
}

/** A table as it is drawn, with texts that are cut to fit. */
export interface Box {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly BoxRow[];
  /** How many columns are not drawn. */
  readonly more: number;
  /** Its name from afar, in lines that fill the box. */
  readonly far: { readonly lines: readonly string[]; readonly size: number };
}

export interface BoxRow {
  readonly name: string;
  readonly type: string;
  readonly mark: Mark;
  readonly side: Side;
  readonly isPrimary: boolean;
  readonly isForeign: boolean;
}

/** A foreign key, from one item to another; rows are -1 where the column is not drawn. */
export interface PageEdge {
  readonly name: string;
  readonly from: number;
  readonly fromRow: number;
  readonly to: number;
  readonly toRow: number;
  readonly mark: Mark;
  readonly side: Side;
}

/** How large the parts of a box are. */
export interface Sizes {
  readonly header: number;
  readonly row: number;
  readonly foot: number;
}

/** The corner of each item's box, by index; null for what is not shown. */
export interface Layout {
  readonly corners: readonly (readonly [x: number, y: number] | null)[];
  readonly width: number;
  readonly height: number;
}
