import type { Change } from '../../databases/change.ts';

/** A change of facts that no change of one fact alone has, several at once where they hang together. */
export type Word = Pick<Change, 'name' | 'setup' | 'change' | 'since'>;
