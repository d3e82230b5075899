import { keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import type { Finding } from '../../fix/index.ts';
import { namesIn } from '../../fix/mentions.ts';
import { isExpression } from '../../pair/terms.ts';
import { declaredColumns } from '../declared-columns.ts';
import { givenName } from '../goals.ts';
import { sequenceNameOf } from '../../render/column-sequence.ts';
import { beforeName, indexForPrimary, nextName } from './beside.ts';
import type { Beside, PartBeside, PrimaryBeside } from './beside.ts';
import { carriersOf } from './carried.ts';
import { isCounting } from './counting.ts';
import { isInPlace, isInteger } from './in-place.ts';
import { isToLeadTo, targetOf } from './leads.ts';
import type { Surroundings } from './in-place.ts';

/** Columns whose type can be changed by another one beside them; that of all others is changed in place. */
export function besideOf(
  around: Surroundings,
  isRewritten: (finding: Finding) => boolean,
): readonly Beside[] {
  const taken = namesTaken(around.facts);
  const found = around.findings.flatMap((finding) => {
    const { declared, live } = finding.subject;
    if (finding.kind !== 'column' || finding.attribute !== 'type') return [];
    if (declared === undefined || live === undefined || !isRewritten(finding)) return [];
    const all = around.both.declared
      .filter((one) => one !== declared && (isOn(one, declared) || isToLeadTo(one, declared)))
      .map((one): PartBeside => ({
        declared: one,
        live: around.both.pairs.find((pair) => pair.declared === one)?.live,
      }));
    const primary = all.find((part) => part.declared.kind === 'primary key');
    const parts = all.filter((part) => part !== primary);
    // One that is made with the rest is made of what is there.
    if (primary !== undefined && !isThere(primary)) return [];
    const one: Beside = { declared, live, types: typesOf(finding), parts, primary };
    if (isInPlace(one, around)) return [];
    const names = namesNeeded(one);
    // What is on two columns that change has its names once.
    const isTaken = ([name, owner]: NeededName): boolean => taken.has(name) && taken.get(name) !== owner;
    if (new Set(names.map(([name]) => name)).size < names.length || names.some(isTaken)) return [];
    for (const [name, owner] of names) taken.set(name, owner);
    return [{ ...one, parts: parts.filter((part) => part.declared.kind !== 'policy') }];
  });
  return thatFit(found, around.findings);
}

/** Those of which no foreign key that is there would be between types that have nothing to do with each other meanwhile. */
function thatFit(all: readonly Beside[], findings: readonly Finding[]): readonly Beside[] {
  const changing = new Map(
    findings.flatMap((finding) =>
      finding.kind === 'column' && finding.attribute === 'type' && finding.subject.declared !== undefined
        ? [[columnKey(finding.subject.declared), typesOf(finding)] as const]
        : [],
    ),
  );
  const beside = new Set(all.map(({ declared }) => columnKey(declared)));
  /** Whether a column that a key is on is changed where it is, into another type than an integer. */
  const isForeign = (schema: string | null, parent: string | null, name: string): boolean => {
    const key = keyOf(schema, parent, name);
    const types = beside.has(key) ? undefined : changing.get(key);
    return types !== undefined && !(isInteger(types.from) && isInteger(types.to));
  };
  const isFit = ({ declared: key }: PartBeside): boolean => {
    const target = targetOf(key);
    if (target === undefined) return true;
    const { columns, referencedColumns } = key.facts;
    return (
      !declaredColumns(columns).some((name) => isForeign(key.schema, key.parent, name)) &&
      !declaredColumns(referencedColumns).some((name) => isForeign(target.schema, target.name, name))
    );
  };
  const fit = all.filter(({ parts }) => parts.every(isFit));
  return fit.length === all.length ? all : thatFit(fit, findings);
}

function isThere(part: PartBeside): part is PrimaryBeside {
  return part.live !== undefined;
}

function columnKey({ schema, parent, name }: DeclaredObject): string {
  return keyOf(schema, parent, name);
}

/** The types of a column that has another one than declared, as the server calls them. */
export function typesOf({ subject: { live, values } }: Finding): Beside['types'] {
  return { from: String(live?.facts.type ?? ''), to: String(values?.[0] ?? '') };
}

/** A name in its space, and what needs it. */
type NeededName = readonly [name: string, owner: DeclaredObject | CatalogObject];

/** Names that all of it has meanwhile. */
function namesNeeded({ declared, live, parts, primary }: Beside): readonly NeededName[] {
  const { schema, parent } = live;
  const { functions, triggers } = carriersOf(live);
  const [sequenceSchema, sequence] = isCounting({ live }) ? (sequenceNameOf(live) ?? []) : [];
  const own = [
    ...[nextName(live.name), beforeName(live.name)].map((name) => keyOf('column', schema, parent, name)),
    ...triggers.map((name) => keyOf('trigger', schema, parent, name)),
    ...functions.map((name) => keyOf('function', schema, name)),
    keyOf('other', schema, givenName({ parent, name: nextName(live.name) })),
    ...(sequence === undefined ? [] : [keyOf('other', sequenceSchema ?? null, beforeName(sequence))]),
  ];
  return [
    ...own.map((name) => [name, declared] as const),
    ...(primary === undefined
      ? []
      : [[keyOf('other', schema, indexForPrimary(primary.live).name), primary.live] as const]),
    ...parts
      .filter((part) => part.declared.kind !== 'policy')
      .flatMap((part) =>
        [nextName, beforeName].map(
          (named) =>
            [
              keyOf('other', part.declared.schema, named((part.live ?? part.declared).name)),
              part.declared,
            ] as const,
        ),
      ),
  ];
}

/** Names that are taken: of what is neither column, trigger nor function all in one space, which is more than there has to be. */
function namesTaken(facts: readonly CatalogObject[]): Map<string, NeededName[1]> {
  return new Map(
    facts.map((one) => {
      const { kind, schema, parent, name } = one;
      if (kind === 'column' || kind === 'trigger') return [keyOf(kind, schema, parent, name), one];
      // With what it takes behind it.
      if (kind === 'function') return [keyOf(kind, schema, name.replace(/\(.*$/s, '')), one];
      return [keyOf('other', schema, name), one];
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
