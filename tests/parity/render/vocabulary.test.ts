import { FAMILIES } from '../../../src/catalog/families.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { BASE } from '../databases/base.ts';
import { makeAgain, openOriginal, wholeOf } from './again.ts';
import type { Original, Whole } from './again.ts';
import { bringTo, factsToChange, sidesOf } from './there-and-back.ts';
import { OF_DATABASES, OF_SERVERS } from './vocabulary.ts';

let original: Original;
let base: Whole;
beforeAll(async () => {
  original = await openOriginal(BASE);
  // What Postgres printed once, it reads and prints again in the same words.
  await makeAgain(original);
  base = await ownOf();
}, 120_000);
afterAll(() => original[Symbol.asyncDispose]());

/** Other tests have roles on the same server. */
function isOwn({ kind, name }: CatalogObject): boolean {
  return kind !== 'role' || name.startsWith(original.named('ROLE')) || name === original.named('USER');
}

async function ownOf(): Promise<Whole> {
  const { objects, dependencies } = await wholeOf(original.copy);
  return { objects: objects.filter(isOwn), dependencies };
}

/** What only half of the way leads to: database.test.ts says what is left there. */
const ONE_WAY: ReadonlySet<string> = new Set(['an invalid index', 'the order of parents']);

/** Only the module that a label is of may set it; a test server has none. */
const UNKNOWN_MODULE = 'a security label';

/** What was shown: kinds of which something was made and dropped, facts that were changed. */
const made = new Set<string>();
const dropped = new Set<string>();
const changed = new Set<string>();

test.each(
  [...OF_DATABASES, ...OF_SERVERS]
    .filter(({ name }) => name !== UNKNOWN_MODULE)
    .map((word) => [word.name, word] as const),
)('there and back: %s', async (name, { setup, change, since }) => {
  const { copy: client, named, version } = original;
  if (since !== undefined && version < since) return;
  await client.query('begin');
  try {
    await client.query(named(setup ?? ''));
    const before = setup === undefined ? base : await ownOf();
    await client.query('savepoint before');
    await client.query(named(change));
    const after = await ownOf();
    const back = await bringTo(client, before, { now: after.objects, isOwn });
    await client.query('rollback to before');
    const there = await bringTo(client, after, { now: before.objects, isOwn });
    expect(back.left).toEqual([]);
    if (ONE_WAY.has(name)) expect(there.left).not.toEqual([]);
    else expect(there.left).toEqual([]);
    for (const way of [back, there]) {
      way.made.forEach((kind) => made.add(kind));
      way.dropped.forEach((kind) => dropped.add(kind));
    }
    for (const pair of sidesOf(before.objects, after.objects).pairs) {
      factsToChange(pair).forEach((fact) => changed.add(`${pair[0].kind} ${fact}`));
    }
  } finally {
    await client.query('rollback');
  }
});

/** Facts that nobody can change, each with the reason. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  'only a DETACH CONCURRENTLY that was cut off leaves it': ['table detaching'],
  'only a unique index can be it': ['exclusion constraint replicaIdentity'],
  'Postgres always enforces it': ['not null constraint enforced'],
  'decided when the database was made, or not while somebody uses it': [
    ...['encoding', 'localeProvider', 'collate', 'ctype', 'locale', 'icuRules', 'collationVersion'],
    ...['allowConnections', 'tablespace'],
  ].map((fact) => `database ${fact}`),
  'follows from its version': ['extension relocatable', 'extension configuration'],
  'nothing gives it to another owner': ['extension owner', 'shell type owner'],
  'those of the range hold for it': ['multirange type grants'],
  'what Postgres or an extension said of it': ['provided object atFirst', 'provided object owner'],
  'only a module that no test server has can set it': ['security label label'],
};

/** The same on older versions. */
function fixedBefore(version: number): readonly string[] {
  return [
    // Partitioned tables had none.
    ...(version < 17
      ? ['valid', 'inherited', 'parents', 'local'].map((fact) => `exclusion constraint ${fact}`)
      : []),
    // Nobody could be let use what is not there.
    ...(version < 18 ? ['shell type grants'] : []),
  ];
}

/** Kinds of which nothing is made, or nothing dropped, by a statement of its own. */
const NEVER_MADE = ['database', 'security label'];
// An attribute goes with its type, which is made again, since its other attributes have their places there.
const NEVER_DROPPED = ['database', 'attribute', 'multirange type', 'security label'];

test('every fact of every family was changed, and of each something made and dropped', () => {
  const { version } = original;
  const families = FAMILIES.filter(({ kind }) => version >= 18 || kind !== 'not null constraint');
  const facts = families.flatMap(({ kind, facts }) =>
    Object.entries(facts)
      .filter(([, { since = 0 }]) => version >= since)
      .map(([fact]) => `${kind} ${fact}`),
  );
  const fixed = new Set([...Object.values(FIXED).flat(), ...fixedBefore(version)]);
  expect(facts.filter((fact) => !changed.has(fact) && !fixed.has(fact))).toEqual([]);
  expect([...fixed].filter((fact) => changed.has(fact))).toEqual([]);
  const kinds = families.map(({ kind }) => kind);
  expect(kinds.filter((kind) => !made.has(kind))).toEqual(NEVER_MADE);
  expect(kinds.filter((kind) => !dropped.has(kind))).toEqual(NEVER_DROPPED);
});
