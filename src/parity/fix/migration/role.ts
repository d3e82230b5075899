import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { renderObjects } from '../../render/index.ts';
import { isPlain, raw, schemaCall } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';

const WORDS: Readonly<Record<string, string>> = {
  createDb: 'CREATEDB',
  createRole: 'CREATEROLE',
  inherit: 'INHERIT',
};

/** What mends a role. */
export function roleMigration({ attribute, declared, live }: Subject, sides: Sides): string {
  if (declared === undefined) return '';
  const wanted = asLive(declared, sides, live);
  const word = WORDS[attribute];
  if (word === undefined) return raw(renderObjects([wanted]));
  return raw([
    `ALTER ROLE ${quoteIdentifier(wanted.name)} ${wanted.facts[attribute] === true ? '' : 'NO'}${word}`,
  ]);
}

/** What mends the lack of a namespace. */
export function schemaMigration({ declared }: Subject, sides: Sides): string {
  if (declared === undefined) return '';
  return isPlain(declared.name)
    ? schemaCall(null, 'createSchema', declared.name)
    : raw(renderObjects([asLive(declared, sides)]));
}
