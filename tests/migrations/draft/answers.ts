import { address } from '../../../src/catalog/object.ts';
import type { Renames } from '../../../src/parity/pair/decided.ts';
import { concludeOn } from '../../../src/parity/stages/conclude-on.ts';
import type { Wanted } from '../../../src/parity/stages/conclude-on.ts';
import type { OpenMigration } from '../../parity/fix/migration.ts';

/** Where nothing is asked. */
const NONE: Renames = {};

/** What to answer to what may have another name: that it has; and that it goes, where anything is asked. */
export async function answers(
  open: OpenMigration,
  { schema, casing }: Pick<Wanted, 'schema' | 'casing'>,
): Promise<readonly [renamed: Renames, gone: Renames]> {
  const { open: pairs } = await concludeOn(open.client, { schema, casing });
  if (pairs.length === 0) return [NONE, NONE];
  const renamed = new Map<string, string>();
  for (const { declared, live } of pairs)
    if (!renamed.has(address(live)) && ![...renamed.values()].includes(address(declared)))
      renamed.set(address(live), address(declared));
  return [Object.fromEntries(renamed), Object.fromEntries(pairs.map(({ live }) => [address(live), null]))];
}
