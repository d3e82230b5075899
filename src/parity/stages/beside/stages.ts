import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { Identity } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import type { Conclusion } from '../../compare/verdict.ts';
import type { DeclaredObject } from '../../declared/model.ts';
import { pageByPage } from '../../fix/batches.ts';
import { printed } from '../../fix/builder/printed.ts';
import { readable } from '../../fix/builder/readable.ts';
import type { Finding } from '../../fix/index.ts';
import { raw, remark } from '../../fix/knex.ts';
import { VIEWS } from '../../fix/kinds.ts';
import { namesIn } from '../../fix/mentions.ts';
import { usingNote } from '../../fix/migration/using.ts';
import { isExpression } from '../../pair/terms.ts';
import { ownerOf } from '../../render/names.ts';
import type { Goal } from '../goals.ts';
import type { Lines, Stage } from '../stages.ts';
import { beforeName, indexForPrimary, nextName } from './beside.ts';
import type { Beside } from './beside.ts';
import { carry, nextValue } from './carried.ts';
import { isCounting } from './counting.ts';
import { exchange, exchangeBack } from './exchange.ts';
import { stillGiven } from './goal.ts';
import { holdAgain, release } from './release.ts';
import { speaksOf } from './speaks-of.ts';

const UNREAD = 'nobody reads the column that was there before by its new name';
const AS_DECLARED: Goal = (declared) => declared;

/** Lines by which the next columns get what is written into those that are there. */
export function carrying(beside: readonly Beside[]): readonly Lines[] {
  if (beside.length === 0) return [];
  return [
    linesOf(
      beside.flatMap((one) => carry(one, 'to the next')),
      `Whatever is written into ${namesOf(beside)} is written into the column beside it too, until that takes its place.`,
    ),
  ];
}

/** Lines by which the next columns get what was there, while others write. */
export function filling(beside: readonly Beside[]): readonly Lines[] {
  return beside.map((one) => {
    const [table, next] = [ownerOf(one.live), quoteIdentifier(nextName(one.live.name))];
    const note = usingNote(one.types.from, one.types.to);
    const lines = [
      ...(note === undefined ? [] : [`// ${note}`]),
      ...pageByPage(readable(table), {
        change: readable(`UPDATE ${table} SET ${next} = ${nextValue(one)}`),
        left: readable(`${next} IS NULL AND ${nextValue(one)} IS NOT NULL`),
      }),
    ];
    return { lines: lines.map((line) => `  ${line}`).join('\n') };
  });
}

/** The migrations in which the next columns take the place of those before, and these go. */
export function exchangeStages(beside: readonly Beside[]): readonly Stage[] {
  if (beside.length === 0) return [];
  const stays = isOfBefore(beside);
  const takes = (one: Finding): boolean => !stays(one);
  return [
    {
      suffix: 'exchange',
      isTransactional: true,
      parts: [
        linesOf(exchange(beside), `From here on ${namesOf(beside)} is the column that was beside it.`),
        { goal: stillGiven(beside), takes },
        { goal: AS_DECLARED, takes },
      ],
      back: linesOf(exchangeBack(beside)),
      waivers: {
        'rename-column-breaks-readers': `no name is gone: the column beside ${namesOf(beside)} takes it in the same transaction`,
        ...(beside.some(({ live, primary }) => live.facts.nullable === false && primary === undefined) && {
          'not-null-dropped': UNREAD,
        }),
        ...(beside.some(isCounting) && {
          'default-dropped-breaks-writers': 'a trigger writes the column that was there before',
        }),
        ...(beside.some(({ live }) => live.facts.serial === true) && {
          'lock-held-while-working': 'a sequence is one row',
        }),
      },
    },
    {
      suffix: 'drop',
      isTransactional: true,
      parts: [
        linesOf(
          release(beside),
          'Once no release reads what was there before: until then the way back loses nothing.',
        ),
        // What is on a column goes with it.
        { goal: AS_DECLARED, takes: (one) => !stays(one) || !isOnAny(one, beside) },
      ],
      back: linesOf(holdAgain(beside)),
      waivers: {
        'drop-column-breaks-readers': UNREAD,
        ...(beside.some(({ primary }) => primary !== undefined) && { 'not-null-dropped': UNREAD }),
      },
    },
  ];
}

/** What has to wait until the next columns have their names: views that read them, and types that nothing has then. */
export function waitsForExchange(
  beside: readonly Beside[],
  { both }: Conclusion,
): (finding: Finding) => boolean {
  if (beside.length === 0) return () => false;
  const tables = new Set(beside.map(({ declared }) => declared.parent ?? ''));
  const names = new Set(beside.map(({ declared }) => declared.name));
  const views = both.declared.filter(({ kind }) => VIEWS.has(kind));
  const waiting = new Set<string>();
  const readBy = (view: (typeof views)[number]): ReadonlySet<string> => {
    const { definition } = view.facts;
    return isExpression(definition) ? namesIn(definition.expression) : new Set();
  };
  const isReader = (view: (typeof views)[number]): boolean => {
    const read = readBy(view);
    if ([...waiting].some((key) => read.has(views.find((one) => identityKey(one) === key)?.name ?? '')))
      return true;
    // Of a star nobody knows what it is before it is there.
    return [...tables].some((name) => read.has(name));
  };
  for (let size = -1; size !== waiting.size;) {
    size = waiting.size;
    for (const view of views) if (isReader(view)) waiting.add(identityKey(view));
  }
  const isReadingPolicy = (one: DeclaredObject | undefined): boolean => {
    if (one?.kind !== 'policy') return false;
    const read = new Set(
      [one.facts.using, one.facts.check].flatMap((fact) =>
        isExpression(fact) ? [...namesIn(fact.expression)] : [],
      ),
    );
    const isOfTable = tables.has(one.parent ?? '') || [...tables].some((name) => read.has(name));
    return isOfTable && [...names].some((name) => read.has(name));
  };
  const owners = new Set(
    views.filter((view) => waiting.has(identityKey(view))).map(({ schema, name }) => keyOf(schema, name)),
  );
  const isOfReader = ({ kind, schema, parent, name }: Identity): boolean =>
    (VIEWS.has(kind) && owners.has(keyOf(schema, name))) ||
    (parent !== null && owners.has(keyOf(schema, parent)));
  return ({ kind, attribute, identity, subject }) =>
    (attribute !== 'undeclared' && (isOfReader(identity) || isReadingPolicy(subject.declared))) ||
    (kind === 'enum' &&
      attribute === 'undeclared' &&
      beside.some(({ types }) => namesIn(types.from).has(identity.name)));
}

/** Whether something is of the columns that were there, so that it goes with them. */
function isOfBefore(beside: readonly Beside[]): (finding: Finding) => boolean {
  const columns = new Set(beside.map(({ live }) => keyOf(live.schema, live.parent, beforeName(live.name))));
  const parts = new Set(
    beside.flatMap(({ parts: own }) =>
      own.flatMap((part) =>
        part.live === undefined ? [] : keyOf(part.live.schema, part.live.parent, beforeName(part.live.name)),
      ),
    ),
  );
  const primaries = beside.flatMap(({ primary }) => primary ?? []);
  const ofPrimary = new Set(
    primaries.flatMap(({ declared, live }) => [declared, live, indexForPrimary(live)]).map(identityKey),
  );
  return ({ kind, attribute, identity }) => {
    const { schema, parent, name } = identity;
    return (
      ofPrimary.has(identityKey(identity)) ||
      (attribute === 'undeclared' &&
        ((kind === 'column' ? columns : parts).has(keyOf(schema, parent, name)) ||
          (kind === 'enum' && beside.some(({ types }) => namesIn(types.from).has(name)))))
    );
  };
}

/** Whether a part goes with the column that was there before, since it is on it. */
function isOnAny({ kind, subject: { live } }: Finding, beside: readonly Beside[]): boolean {
  if (kind === 'column' || live === undefined) return false;
  return beside.some((one) => speaksOf(live, beforeName(one.live.name)));
}

function namesOf(beside: readonly Beside[]): string {
  return beside.map(({ live }) => [live.parent, live.name].join('.')).join(', ');
}

function linesOf(statements: readonly string[], said?: string): Lines {
  const pieces = [...(said === undefined ? [] : remark(said)), ...raw(statements)];
  return { lines: printed(pieces, { indent: 2, isFile: true }) };
}
