import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { parenthesised } from './expression.ts';
import { textFact, textsFact } from './facts.ts';
import { ownerOf } from './names.ts';

/** Words that stand for a role. */
const WORDS: ReadonlySet<string> = new Set(['public', 'current_user', 'current_role', 'session_user']);

/** Makes a policy. Whether its table heeds policies at all is the table's own fact. */
export function createPolicy(policy: CatalogObject): readonly string[] {
  const roles = textsFact(policy, 'roles').map((role) => (WORDS.has(role) ? role : quoteIdentifier(role)));
  const using = textFact(policy, 'using');
  const check = textFact(policy, 'check');
  return [
    [
      `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${ownerOf(policy)}`,
      policy.facts.permissive === false ? ' AS RESTRICTIVE' : '',
      ` FOR ${(textFact(policy, 'command') ?? 'all').toUpperCase()}`,
      roles.length === 0 ? '' : ` TO ${roles.join(', ')}`,
      using === undefined ? '' : ` USING ${parenthesised(using)}`,
      check === undefined ? '' : ` WITH CHECK ${parenthesised(check)}`,
    ].join(''),
  ];
}
