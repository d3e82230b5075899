import type { Family } from './family.ts';
import { BEYOND_FAMILIES } from './families/beyond.ts';
import { check } from './families/check.ts';
import { column } from './families/column.ts';
import { enumType } from './families/enum.ts';
import { exclusion } from './families/exclusion.ts';
import { foreignKey } from './families/foreign-key.ts';
import { primaryKey, unique } from './families/key.ts';
import { materializedView } from './families/materialized-view.ts';
import { notNull } from './families/not-null.ts';
import { policy } from './families/policy.ts';
import { role } from './families/role.ts';
import { schema } from './families/schema.ts';
import { sequence } from './families/sequence.ts';
import { tableIndex } from './families/table-index.ts';
import { table } from './families/table.ts';
import { view } from './families/view.ts';

/** Every kind of object that is read, an owner before what it owns. */
export const FAMILIES: readonly Family[] = [
  role,
  schema,
  enumType,
  sequence,
  table,
  view,
  materializedView,
  column,
  primaryKey,
  unique,
  foreignKey,
  check,
  exclusion,
  notNull,
  tableIndex,
  policy,
  ...BEYOND_FAMILIES,
];
