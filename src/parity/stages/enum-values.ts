import { identityKey, keyOf } from '../../catalog/object.ts';
import type { Conclusion } from '../compare/verdict.ts';
import { renamedValues } from '../fix/migration/enum.ts';
import type { Decided } from '../pair/decided.ts';
import type { Pair } from '../pair/siblings.ts';

/** What is known of values of enums that may be others under new names. */
export interface ValuesSaid {
  /** Those that nothing was said of, each as if it were an object of its own. */
  readonly open: readonly Pair[];
  /** Those that go, so that nothing takes them for another one. */
  readonly gone: ReadonlySet<string>;
}

/** Asks what becomes of the values of enums: rows keep one that is renamed, and none that goes. */
export function valuesSaid({ findings }: Conclusion, decided: Decided): ValuesSaid {
  const open: Pair[] = [];
  const gone = new Set<string>();
  for (const { kind, attribute, subject } of findings) {
    const { declared, live, values } = subject;
    if (kind !== 'enum' || attribute !== 'values' || declared === undefined || live === undefined) continue;
    const [ours, theirs] = (values ?? []) as readonly (readonly string[])[];
    for (const [from, to] of renamedValues(ours ?? [], theirs ?? []) ?? []) {
      const said = decided.value(declared, live, [from, to]);
      if (said === 'gone') gone.add(keyOf(identityKey(live), from));
      if (said !== undefined) continue;
      const value = { kind: 'enum value', facts: {} };
      open.push({
        declared: { ...declared, ...value, kind: declared.kind, parent: declared.name, name: to },
        live: { ...value, schema: live.schema, parent: live.name, name: from },
      });
    }
  }
  return { open, gone };
}
