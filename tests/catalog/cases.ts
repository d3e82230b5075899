import type { Family } from '../../src/catalog/family.ts';
import type { Area } from './beyond/change.ts';

/** One change to one object, and the lines that differ after it. */
export interface Case {
  readonly object: string;
  readonly facts: string;
  readonly sql: string;
  readonly since: number;
  /** Facts of the object. */
  readonly expected: readonly string[];
  /** What cannot be left as it is. */
  readonly also: readonly string[];
}

/** The changes of all areas. */
export function casesOf(areas: readonly Area[]): readonly Case[] {
  return areas.flatMap(({ objects }) =>
    objects.flatMap(({ object, changes, since = 0 }) =>
      Object.entries(changes).map(([facts, change]) => {
        const [sql, ...also] = typeof change === 'string' ? [change] : change;
        const expected = facts.split(', ').map((fact) => `${object}: ${fact}`);
        return { object, facts, sql, since, expected, also };
      }),
    ),
  );
}

/** Facts of the families that no case changes. */
export function unchangedFacts(families: readonly Family[], cases: readonly Case[]): readonly string[] {
  const kinds = families.map(({ kind }) => kind).sort((one, other) => other.length - one.length);
  const changed = new Set(
    cases.flatMap(({ object, facts }) => {
      const kind = kinds.find((name) => object.startsWith(`${name} `)) ?? '';
      return facts.split(', ').map((fact) => `${kind}: ${fact}`);
    }),
  );
  return families
    .flatMap(({ kind, facts }) => Object.keys(facts).map((fact) => `${kind}: ${fact}`))
    .filter((fact) => !changed.has(fact));
}
