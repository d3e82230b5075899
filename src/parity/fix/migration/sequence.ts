import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { nameOf, qualified } from '../../render/names.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';
import { ownSequenceOf } from './counter.ts';
import { changeOptions } from './sequence-options.ts';
import type { Options } from './sequence-options.ts';

/** The highest value of each type, which is as far from zero as the lowest. */
const HIGHEST: Readonly<Record<string, bigint>> = { smallint: 32767n, integer: 2147483647n };

/** What mends a sequence that stands for itself. */
export function sequenceMigration({ attribute, declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropSequence(live, sides);
  const wanted = asLive(declared, sides, live);
  if (live === undefined || attribute === 'missing') return made([wanted]);
  if (attribute === 'renamed')
    return raw([`ALTER SEQUENCE ${nameOf(live)} RENAME TO ${quoteIdentifier(declared.name)}`]);
  if (attribute === 'ownedBy') {
    const owner = textsFact(wanted, 'ownedBy');
    return raw([`ALTER SEQUENCE ${nameOf(live)} OWNED BY ${owner.length === 0 ? 'NONE' : qualified(owner)}`]);
  }
  const type = textFact(live, 'type') ?? 'bigint';
  return changeOptions(
    nameOf(live),
    { ...wanted.facts, ...(isBeyond(type, wanted.facts) && { type: 'bigint' }) },
    live.facts,
  );
}

function dropSequence(live: CatalogObject, sides: Sides): Pieces {
  // A serial column that counts with it and does not own it: it lacks the owner only.
  const column = sides.pairs.find(
    (pair) => pair.declared.facts.serial === true && ownSequenceOf(pair.live, sides) === live,
  )?.live;
  if (column !== undefined) {
    const owner = qualified([column.schema, column.parent, column.name]);
    return raw([`ALTER SEQUENCE ${nameOf(live)} OWNED BY ${owner}`]);
  }
  return dropped(live);
}

function isBeyond(type: string, { min, max }: Options): boolean {
  const highest = HIGHEST[type];
  if (highest === undefined) return false;
  return [min, max].some((bound) => {
    if (typeof bound !== 'string') return false;
    const value = BigInt(bound);
    return value > highest || value < -highest - 1n;
  });
}
