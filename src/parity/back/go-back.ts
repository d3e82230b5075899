import type { CatalogObject } from '../../catalog/object.ts';
import type { Pieces } from '../fix/builder/piece.ts';
import { groundBack } from './ground.ts';
import { restOfTheWay } from './rest.ts';
import { namesBack, wayBack } from './way-back.ts';
import type { WayBackOptions } from './way-back.ts';

/** How the steps of a way back are taken. */
export interface Walk {
  readonly go: (pieces: Pieces) => Promise<void>;
  /** All that is true of the database by now. */
  readonly now: () => Promise<readonly CatalogObject[]>;
  /** Whom all belongs to that is made on the way. */
  readonly role: string;
}

/**
 * Goes all the way back, each step planned on what those before it have made: names first, then tables that rows refer
 * to, then all that a schema can declare; what is left of what was true is put right by itself.
 */
export async function goAllTheWayBack(options: WayBackOptions, { go, now, role }: Walk): Promise<void> {
  let left = options;
  const names = namesBack(left);
  if (names !== undefined) {
    await go(names.pieces);
    left = { ...left, after: await now(), renamed: names.renamed };
  }
  const ground = groundBack(left);
  if (ground.length > 0) {
    await go(ground);
    left = { ...left, after: await now() };
  }
  await go(wayBack(left));
  await go(restOfTheWay({ before: options.before, after: await now(), role }));
}
