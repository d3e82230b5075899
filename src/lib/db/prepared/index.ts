export type { ArgumentKind, ArgumentKinds, ArgumentsOf, Stands } from './arguments.ts';
export { prepared } from './prepared.ts';
export type { Place, Prepared } from './prepared.ts';
