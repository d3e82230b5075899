import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { isPlain, raw, schemaCall } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';

const WORDS: Readonly<Record<string, string>> = {
  createDb: 'CREATEDB',
  createRole: 'CREATEROLE',
  inherit: 'INHERIT',
};

/** What mends a role. */
export function roleMigration({ attribute, declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  const wanted = asLive(declared, sides, live);
  const word = WORDS[attribute];
  if (word === undefined) return made([wanted]);
  return raw([
    `ALTER ROLE ${quoteIdentifier(wanted.name)} ${wanted.facts[attribute] === true ? '' : 'NO'}${word}`,
  ]);
}

/** What mends the lack of a namespace. */
export function schemaMigration({ declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  return isPlain(declared.name)
    ? schemaCall(null, 'createSchema', declared.name)
    : made([asLive(declared, sides)]);
}
