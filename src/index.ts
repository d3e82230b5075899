export * from './lib/db/index.ts';
export { Problem } from './problem.ts';
