import type { Scenario } from './scenario.ts';
import { REWRITES } from './scenarios/rewrites.ts';
import { CONSTRAINTS } from './scenarios/constraints.ts';
import { READERS } from './scenarios/readers.ts';
import { COLUMNS } from './scenarios/columns.ts';
import { WORK } from './scenarios/work.ts';

/** Every danger that a rule knows. */
export const SCENARIOS: readonly Scenario[] = [...REWRITES, ...CONSTRAINTS, ...READERS, ...COLUMNS, ...WORK];
