import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import type { Finding } from '../../fix/index.ts';
import { namesIn } from '../../fix/mentions.ts';
import { isExpression } from '../../pair/terms.ts';
import { declaredColumns } from '../declared-columns.ts';
import { givenName } from '../goals.ts';
import { beforeName, nextName } from './beside.ts';
import type { Beside, PartBeside } from './beside.ts';
import { carriersOf } from './carried.ts';
import { isInPlace } from './in-place.ts';
import type { Surroundings } from './in-place.ts';

/** Columns whose type can be changed by another one beside them; that of all others is changed in place. */
export function besideOf(
  around: Surroundings,
  isRewritten: (finding: Finding) => boolean,
): readonly Beside[] {
  const taken = namesTaken(around.facts);
  return around.findings.flatMap((finding) => {
    const { declared, live } = finding.subject;
    if (finding.kind !== 'column' || finding.attribute !== 'type') return [];
    if (declared === undefined || live === undefined || !isRewritten(finding)) return [];
    const parts = around.both.declared
      .filter((one) => one !== declared && isOn(one, declared))
      .map((one): PartBeside => ({
        declared: one,
        live: around.both.pairs.find((pair) => pair.declared === one)?.live,
      }));
    const one: Beside = { declared, live, types: typesOf(finding), parts };
    if (isInPlace(one, around)) return [];
    const names = namesNeeded(one);
    if (new Set(names).size < names.length || names.some((name) => taken.has(name))) return [];
    for (const name of names) taken.add(name);
    return [{ ...one, parts: parts.filter((part) => part.declared.kind !== 'policy') }];
  });
}

/** The types of a column that has another one than declared, as the server calls them. */
export function typesOf({ subject: { live, values } }: Finding): Beside['types'] {
  return { from: String(live?.facts.type ?? ''), to: String(values?.[0] ?? '') };
}

/** Names that all of it has meanwhile, each in its space. */
function namesNeeded({ live, parts }: Beside): readonly string[] {
  const { schema, parent } = live;
  const { functions, triggers } = carriersOf(live);
  const own = parts.filter((part) => part.declared.kind !== 'policy');
  return [
    ...[nextName(live.name), beforeName(live.name)].map((name) => keyOf('column', schema, parent, name)),
    ...triggers.map((name) => keyOf('trigger', schema, parent, name)),
    ...functions.map((name) => keyOf('function', schema, name)),
    keyOf('other', schema, givenName({ parent, name: nextName(live.name) })),
    ...own.flatMap((part) =>
      [nextName, beforeName].map((named) => keyOf('other', schema, named((part.live ?? part.declared).name))),
    ),
  ];
}

/** Names that are taken: of what is neither column, trigger nor function all in one space, which is more than there has to be. */
function namesTaken(facts: readonly CatalogObject[]): Set<string> {
  return new Set(
    facts.map(({ kind, schema, parent, name }) => {
      if (kind === 'column' || kind === 'trigger') return keyOf(kind, schema, parent, name);
      // With what it takes behind it.
      if (kind === 'function') return keyOf(kind, schema, name.replace(/\(.*$/s, ''));
      return keyOf('other', schema, name);
    }),
  );
}

/** Whether something is declared of a column beside others of its table: by its name, or in its SQL. */
function isOn(one: DeclaredObject, { schema, parent, name }: DeclaredObject): boolean {
  if (one.schema !== schema || one.parent !== parent) return false;
  return Object.entries(one.facts).some(
    ([fact, value]) =>
      fact !== 'referencedColumns' &&
      (declaredColumns(value).includes(name) || expressionsIn(value).some((text) => namesIn(text).has(name))),
  );
}

function expressionsIn(fact: unknown): readonly string[] {
  if (isExpression(fact)) return [fact.expression];
  return Array.isArray(fact) ? fact.flatMap(expressionsIn) : [];
}
