import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Finding } from '../fix/index.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { raw } from '../fix/knex.ts';
import { asLive } from '../fix/live-terms.ts';
import { sidesOf } from '../fix/sides.ts';
import type { Both } from '../fix/sides.ts';
import { ownerOf } from '../render/names.ts';

/** Makes keys of the indexes that have been built for them, which takes no longer than a look at the catalogue. */
export function keysFromIndexes(findings: readonly Finding[], both: Both): Pieces {
  const sides = sidesOf(both);
  return findings.flatMap(({ subject: { declared } }) => {
    if (declared === undefined) return [];
    const key = asLive(declared, sides);
    const name = quoteIdentifier(key.name);
    const kind = key.kind === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE';
    return raw([`ALTER TABLE ${ownerOf(key)} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name}`]);
  });
}
