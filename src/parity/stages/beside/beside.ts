import type { CatalogObject } from '../../../catalog/object.ts';
import { cutName } from '../../declared/names.ts';
import type { DeclaredObject } from '../../declared/model.ts';

/** A column whose type changes by another one beside it, while others read and write. */
export interface Beside {
  readonly declared: DeclaredObject;
  readonly live: CatalogObject;
  /** Both types, as the server calls them. */
  readonly types: { readonly from: string; readonly to: string };
  /** What is declared that is of this column too: keys, indexes, checks, and foreign keys here and from elsewhere. */
  readonly parts: readonly PartBeside[];
  /** The primary key that it is of: a table has but one, which stays on the column that was there until that goes. */
  readonly primary: PrimaryBeside | undefined;
}

/** A primary key, which is to be as it is. */
export interface PrimaryBeside {
  readonly declared: DeclaredObject;
  readonly live: CatalogObject;
}

/** A part of a table as it is to be, and as it is where it is there. */
export interface PartBeside {
  readonly declared: DeclaredObject;
  readonly live: CatalogObject | undefined;
}

const LONGEST_NAME = 63;

/** What the column that is to take the place is called meanwhile, and all that is on it. */
export function nextName(name: string): string {
  return withSuffix(name, '_next');
}

/** What the column is called that was there, once the other one has its name. */
export function beforeName(name: string): string {
  return withSuffix(name, '_before');
}

/** The index by which the columns that are to take the place become the primary key. */
export function indexForPrimary({ schema, parent, name, facts }: CatalogObject): CatalogObject {
  const { columns = [], include = [], with: parameters = [] } = facts;
  return {
    ...{ kind: 'index', schema, parent, name: nextName(name) },
    facts: { columns, include, with: parameters, unique: true, method: 'btree' },
  };
}

function withSuffix(name: string, suffix: string): string {
  return `${cutName(name, LONGEST_NAME - suffix.length)}${suffix}`;
}
