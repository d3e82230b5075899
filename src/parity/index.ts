export type { AcceptedEntry } from './accept.ts';
export { checkParity } from './check.ts';
export type { CheckOptions } from './check.ts';
export type { Difference, Fix, Undecided, Unmanaged, Verdict } from './verdict.ts';
export { compareDatabases } from './databases/compare.ts';
export type { CompareDatabasesOptions } from './databases/compare.ts';
export type { DatabaseComparison, DatabaseDifference, DatabaseUndecided } from './databases/comparison.ts';
export { withReplay } from './replay.ts';
