import type { CatalogObject } from '../../catalog/object.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { textsFact } from './facts.ts';
import { ownerOf } from './names.ts';

/** What puts a trigger into each state but the usual one. */
const CHANGES: Readonly<Record<string, string>> = {
  disabled: 'DISABLE',
  replica: 'ENABLE REPLICA',
  always: 'ENABLE ALWAYS',
};

const EVERY_FUNCTION = 'RI\\_FKey\\_%';

/** Puts the triggers that do a key's work into the states that they had. Only superusers may. */
export function foreignKeyTriggers(key: CatalogObject): readonly string[] {
  const states = textsFact(key, 'triggers').flatMap((entry) => {
    const [state = '', name = ''] = entry.split(' ');
    const change = CHANGES[state];
    return change === undefined ? [] : [{ name, change }];
  });
  if (states.length > 0) return [changeTriggers(key, states)];
  // It is known that some are off, but not which.
  const isOff = key.facts.triggersEnabled === false;
  return isOff ? [changeTriggers(key, [{ name: EVERY_FUNCTION, change: 'DISABLE' }])] : [];
}

/** The same for a key whose triggers may be in any state now. */
export function resetForeignKeyTriggers(key: CatalogObject): readonly string[] {
  return [changeTriggers(key, [{ name: EVERY_FUNCTION, change: 'ENABLE' }]), ...foreignKeyTriggers(key)];
}

interface TriggerState {
  /** The function that the trigger calls, as a pattern of LIKE. */
  readonly name: string;
  readonly change: string;
}

/** The triggers themselves are named for numbers that the server gives: only the server can tell them. */
function changeTriggers(key: CatalogObject, states: readonly TriggerState[]): string {
  const rows = states.map(({ name, change }) => `(${quoteLiteral(name)}, ${quoteLiteral(change)})`);
  const body = `DECLARE
  found record;
BEGIN
  FOR found IN
    SELECT tgrelid::regclass AS owner, tgname AS name, state.change
    FROM pg_trigger
    JOIN pg_constraint c ON c.oid = tgconstraint
    JOIN pg_proc p ON p.oid = tgfoid
    JOIN (VALUES ${rows.join(', ')}) AS state (function, change) ON proname LIKE state.function
    WHERE conrelid = ${quoteLiteral(ownerOf(key))}::regclass AND conname = ${quoteLiteral(key.name)}
    ORDER BY tgrelid, tgname
  LOOP
    EXECUTE format('ALTER TABLE %s %s TRIGGER %I', found.owner, found.change, found.name);
  END LOOP;
END`;
  return `DO ${quoteLiteral(body)}`;
}
