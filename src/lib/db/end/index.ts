export { closePool } from './close.ts';
export type { Closed, CloseOptions } from './close.ts';
export { closeOnSignal } from './on-signal.ts';
export type { SignalOptions } from './on-signal.ts';
