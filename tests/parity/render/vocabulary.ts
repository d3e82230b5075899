import { CHANGES } from '../databases/changes.ts';
import { BEHAVIOUR } from './vocabulary/behaviour.ts';
import { CONSTRAINTS } from './vocabulary/constraints.ts';
import { ELSEWHERE, SHARED } from './vocabulary/elsewhere.ts';
import { RELATIONS } from './vocabulary/relations.ts';
import { TYPES } from './vocabulary/types.ts';
import type { Word } from './vocabulary/word.ts';

const isOfRole = ({ finds }: (typeof CHANGES)[number]): boolean =>
  finds.some((found) => found.startsWith('role '));

/** What a database can be made of and changed in: together, all that the families of the catalogue say. */
export const OF_DATABASES: readonly Word[] = [
  ...CHANGES.filter((change) => !isOfRole(change)),
  ...RELATIONS,
  ...CONSTRAINTS,
  ...TYPES,
  ...BEHAVIOUR,
  ...ELSEWHERE,
];

/** The same of what all databases of a server share. */
export const OF_SERVERS: readonly Word[] = [...CHANGES.filter(isOfRole), ...SHARED];
