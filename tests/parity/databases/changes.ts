import type { Change } from './change.ts';
import { BEHAVIOUR } from './changes/behaviour.ts';
import { COLUMNS } from './changes/columns.ts';
import { CONSTRAINTS } from './changes/constraints.ts';
import { DATABASE } from './changes/database.ts';
import { INDEXES } from './changes/indexes.ts';
import { RIGHTS } from './changes/rights.ts';
import { TABLES } from './changes/tables.ts';
import { TYPES } from './changes/types.ts';
import { VIEWS } from './changes/views.ts';

/** All of them, each of one kind of object or fact. */
export const CHANGES: readonly Change[] = [
  ...TABLES,
  ...COLUMNS,
  ...CONSTRAINTS,
  ...INDEXES,
  ...VIEWS,
  ...BEHAVIOUR,
  ...TYPES,
  ...RIGHTS,
  ...DATABASE,
];
