import { address } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { oneLine } from '../fix/drizzle/comment.ts';
import { unsaidOf } from '../fix/drizzle/unsaid.ts';
import { Grouped, listed } from '../fix/grouped.ts';
import { textFact } from '../render/facts.ts';
import { isView } from './live.ts';
import type { Live } from './live.ts';
import { commentLines } from './layout.ts';

/** Something that lives in the database and that no Drizzle schema can say. */
export interface Unsaid {
  /** What it is of: `trigger`, `check`. */
  readonly kind: string;
  /** As the verdict writes it: `auth.users.users_sync`. */
  readonly object: string;
  /** `a trigger`, `a check that is not inherited`. */
  readonly what: string;
}

interface Left extends Unsaid {
  readonly identity: Identity;
}

/** What no schema says, by the object in whose file it is told: a table, a view, a namespace. */
export class LeftOut {
  readonly all: readonly Unsaid[];
  readonly #byOwner: ReadonlyMap<string, readonly Left[]>;

  constructor({ objects, wholes, others }: Live) {
    const parts = new Grouped(objects);
    const left = [
      ...wholes.flatMap((whole) => [
        ...ofWhole(whole, parts),
        ...parts
          .partsOf(whole)
          .filter(({ facts }) => facts.inherited !== true)
          .flatMap((part) => ofPart(part, whole)),
      ]),
      ...others.map((one) => leftOut(one, withArticle(one.kind))),
    ];
    this.all = left.map(({ kind, object, what }) => ({ kind, object, what }));
    const owned = new Set(wholes.map((whole) => ownerKey(whole.schema, whole.name)));
    this.#byOwner = listed(
      left,
      ({ identity: { schema, parent, name } }) =>
        [ownerKey(schema, parent), ownerKey(schema, name)].find((key) => owned.has(key)) ??
        ownerKey(schema, null),
    );
  }

  /** Comments on what belongs to a table or a view, or on what else a namespace has. */
  commentsOn(schema: string | null, name: string | null): readonly string[] {
    // What a comment says stands in one already.
    const left = (this.#byOwner.get(ownerKey(schema, name)) ?? []).filter(({ what }) => what !== COMMENT);
    const byWhat = listed(left, ({ what }) => what);
    return [...byWhat].flatMap(([what, these]) => {
      const names = these.map(({ identity }) => oneLine(identity.name)).join(', ');
      return commentLines(`Drizzle cannot declare ${what}: ${names}`);
    });
  }
}

const COMMENT = 'a comment';

/** Facts of tables that their own declaration has no word for, and what they are where nothing is said. */
const OF_TABLES: readonly (readonly [fact: string, what: string, usual: string])[] = [
  ['unlogged', 'a table that is not logged', 'false'],
  ['options', 'storage parameters of a table', '[]'],
];

function ofWhole(whole: CatalogObject, parts: Grouped<CatalogObject>): readonly Left[] {
  const policies = parts.partsOf(whole).filter(({ kind }) => kind === 'policy');
  const facts = whole.kind === 'table' ? OF_TABLES : [];
  return [
    ...unsaidOf(whole).map((what) => leftOut(whole, what)),
    ...facts
      .filter(([fact, , usual]) => JSON.stringify(whole.facts[fact] ?? null) !== usual)
      .map(([, what]) => leftOut(whole, what)),
    ...(whole.facts.rls === false && policies.length > 0
      ? [leftOut(whole, 'policies of a table that does not heed them')]
      : []),
    ...(whole.kind === 'sequence' && whole.facts.type !== 'bigint'
      ? [leftOut(whole, 'the type of a sequence')]
      : []),
    ...commented(whole),
  ];
}

function ofPart(part: CatalogObject, whole: CatalogObject): readonly Left[] {
  if (part.kind === 'index' && isView(whole)) return [leftOut(part, 'an index of a materialized view')];
  return [...unsaidOf(part).map((what) => leftOut(part, what)), ...commented(part)];
}

function commented(object: CatalogObject): readonly Left[] {
  return textFact(object, 'comment') === undefined ? [] : [leftOut(object, COMMENT)];
}

function leftOut(identity: Identity, what: string): Left {
  return { identity, kind: identity.kind, object: address(identity), what };
}

function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function ownerKey(schema: string | null, name: string | null): string {
  return JSON.stringify([schema, name]);
}
