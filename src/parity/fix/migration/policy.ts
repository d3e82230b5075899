import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { parenthesised } from '../../render/expression.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { ownerOf } from '../../render/names.ts';
import { dropped } from '../builder/dropped.ts';
import { made } from '../builder/made.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw } from '../knex.ts';
import { asLive } from '../live-terms.ts';
import type { Sides, Subject } from '../sides.ts';

/** What mends a policy of row level security. */
export function policyMigration({ attribute, declared, live }: Subject, sides: Sides): Pieces {
  if (declared === undefined) return live === undefined ? [] : dropped(live);
  const wanted = asLive(declared, sides, live);
  if (live === undefined) return made([wanted]);
  const change = `ALTER POLICY ${quoteIdentifier(live.name)} ON ${ownerOf(live)}`;
  if (attribute === 'renamed') return raw([`${change} RENAME TO ${quoteIdentifier(declared.name)}`]);
  if (attribute === 'roles') {
    const roles = textsFact(wanted, 'roles').map(roleName);
    return raw([`${change} TO ${roles.join(', ')}`]);
  }
  const condition = textFact(wanted, attribute);
  // A condition that is there can be another one, but not none.
  if ((attribute === 'using' || attribute === 'check') && condition !== undefined)
    return raw([`${change} ${attribute === 'using' ? 'USING' : 'WITH CHECK'} ${parenthesised(condition)}`]);
  return [...dropped(live), ...made([wanted])];
}

/** Words that stand for whoever is asked, or for all. */
const WORDS = new Set(['public', 'current_user', 'current_role', 'session_user']);

function roleName(role: string): string {
  return WORDS.has(role.toLowerCase()) ? role : quoteIdentifier(role);
}
