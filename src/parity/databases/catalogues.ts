import { FAMILIES } from '../../catalog/families.ts';
import type { Identity } from '../../catalog/object.ts';
import { readFamilies } from '../../catalog/read.ts';
import type { Session } from '../../catalog/session.ts';
import { ownKey, tellAbsent } from './absences.ts';
import type { DatabaseDifference, DatabaseUndecided } from './comparison.ts';
import { compareFacts } from './facts.ts';
import type { Open } from './facts.ts';
import type { Ignoring } from './ignored.ts';
import { compareOrder } from './order.ts';
import { pairObjects } from './pairs.ts';

/** What two catalogues hold, kind by kind, before anything is asked. */
export interface Found {
  readonly differences: (readonly DatabaseDifference[])[];
  /** What is a difference only if Postgres says so. */
  readonly open: (readonly Open[])[];
  readonly undecided: (readonly DatabaseUndecided[])[];
  /** Objects that both have, by kind. */
  readonly objects: Record<string, number>;
  facts: number;
  ignored: number;
}

/** How far a comparison is. */
export interface Progress {
  readonly kind: string;
  /** Kinds that were compared, of all. */
  readonly done: number;
  readonly of: number;
}

/** So many kinds are read at once: few enough that they need not all be held, enough that few round trips are made. */
const AT_ONCE = 8;

/** The fact that says where an object stands among those of its parent. */
const PLACE = 'position';

/** Reads both catalogues, some kinds at a time, and compares what they say. Both sessions see one moment each. */
export async function compareCatalogues(
  sessions: readonly [expected: Session, actual: Session],
  {
    ignored,
    schemas,
    onProgress,
  }: {
    readonly ignored: Ignoring;
    readonly schemas?: readonly string[] | undefined;
    readonly onProgress?: ((progress: Progress) => void) | undefined;
  },
): Promise<Found> {
  const found: Found = { differences: [], open: [], undecided: [], objects: {}, facts: 0, ignored: 0 };
  const absent: Record<'missing' | 'unexpected', Identity[]> = { missing: [], unexpected: [] };
  const present = new Set<string>();
  for (let start = 0; start < FAMILIES.length; start += AT_ONCE) {
    const families = FAMILIES.slice(start, start + AT_ONCE);
    const sides = await Promise.all(
      sessions.map(async ({ client, version }) =>
        readFamilies(client, families, { version, beyond: true, ...(schemas && { schemas }) }),
      ),
    );
    families.forEach((family, index) => {
      const [expected = [], actual = []] = sides.map((side) => {
        const objects = side[index] ?? [];
        const kept = objects.filter((object) => !ignored.ignores(object));
        found.ignored += objects.length - kept.length;
        return kept;
      });
      const { both, missing, unexpected } = pairObjects(expected, actual);
      const compared = compareFacts(family, { both, ignored, except: PLACE });
      found.differences.push(compared.differences);
      if (PLACE in family.facts) found.differences.push(compareOrder(both, { attribute: PLACE, ignored }));
      found.open.push(compared.open);
      found.undecided.push(compared.undecided);
      found.facts += compared.count;
      if (both.length > 0) found.objects[family.kind] = both.length;
      // One by one: a call takes only so many arguments, and a database may hold more objects.
      for (const object of missing) absent.missing.push(withoutFacts(object));
      for (const object of unexpected) absent.unexpected.push(withoutFacts(object));
      for (const pair of both) {
        const key = ownKey(pair.expected);
        if (key !== undefined) present.add(key);
      }
      onProgress?.({ kind: family.kind, done: start + index + 1, of: FAMILIES.length });
    });
  }
  for (const side of ['missing', 'unexpected'] as const) {
    found.differences.push(tellAbsent(absent[side], { side, present }));
  }
  return found;
}

/** The facts of a kind are forgotten when the next ones are read. */
function withoutFacts({ kind, schema, parent, name }: Identity): Identity {
  return { kind, schema, parent, name };
}
