import type { Client } from 'pg';
import { identityKey } from '../../../src/catalog/object.ts';
import type { CatalogObject } from '../../../src/catalog/object.ts';
import { changeFacts, changeObject } from '../../../src/parity/render/change-facts.ts';
import { dropObject } from '../../../src/parity/render/drop.ts';
import { renderObjects } from '../../../src/parity/render/index.ts';
import type { Change } from '../databases/change.ts';
import { CHANGES } from '../databases/changes.ts';
import { openTwoDatabases } from '../databases/two-databases.ts';
import type { TwoDatabases } from '../databases/two-databases.ts';
import { differencesOf, wholeOf } from './again.ts';
import { everything, run } from './facts.ts';

let two: TwoDatabases;
beforeAll(async () => {
  two = await openTwoDatabases();
}, 120_000);
afterAll(() => two[Symbol.asyncDispose]());

/** Objects of two databases in pairs, and those that one of them has alone. */
interface Sides {
  readonly pairs: readonly (readonly [wanted: CatalogObject, live: CatalogObject])[];
  readonly missing: readonly CatalogObject[];
  readonly unexpected: readonly CatalogObject[];
}

async function sidesOf(expected: Client, actual: Client): Promise<Sides> {
  const [wanted, live] = [await everything(expected), await everything(actual)];
  const [one, other] = [wanted, live].map(
    (objects) => new Map(objects.map((object) => [identityKey(object), object])),
  );
  return {
    pairs: wanted.flatMap((object) => {
      const found = other?.get(identityKey(object));
      return found === undefined ? [] : [[object, found] as const];
    }),
    missing: wanted.filter((object) => !other?.has(identityKey(object))),
    unexpected: live.filter((object) => !one?.has(identityKey(object))),
  };
}

/** Changes that were taken back. */
const tried = new Set<string>();

test.each(CHANGES.map((change) => [change.name, change] as const))(
  'back from %s',
  async (name, change: Change) => {
    if (change.since !== undefined && two.version < change.since) return;
    const { expected, actual, named } = two;
    await two.inTransactions(async () => {
      for (const client of [expected, actual]) await client.query(named(change.setup ?? ''));
      await actual.query(named(change.change));
      const { pairs, missing, unexpected } = await sidesOf(expected, actual);
      const changes = pairs.map(([wanted, live]) => changeObject(wanted, live));
      // Made again, or declared by a schema: not of those attributes.
      if (missing.length + unexpected.length > 0 || changes.includes(undefined)) return;
      tried.add(name);
      await run(
        actual,
        changes.flatMap((statements) => statements ?? []),
      );
      expect(await differencesOf(expected, actual)).toEqual([]);
    });
  },
);

test('most changes of a single fact are taken back', () => {
  const kinds = CHANGES.filter(({ name }) => tried.has(name)).flatMap(({ finds }) =>
    finds.map((found) => found.split(' ')[0] ?? ''),
  );
  expect(tried.size).toBeGreaterThan(90);
  for (const kind of ['table', 'column', 'index', 'function', 'trigger', 'rule', 'publication']) {
    expect(kinds).toContain(kind);
  }
});

test('default privileges that were changed are changed back', async () => {
  const { expected, actual, named } = two;
  await two.inTransactions(async () => {
    for (const client of [expected, actual]) {
      await client.query(
        named(`alter default privileges grant select on tables to pg_monitor;
alter default privileges in schema app grant usage on sequences to pg_monitor with grant option`),
      );
    }
    await actual.query(
      named(`alter default privileges grant select, insert on tables to public;
alter default privileges in schema app revoke grant option for usage on sequences from pg_monitor;
alter default privileges in schema app grant select on sequences to ROLE`),
    );
    const { pairs } = await sidesOf(expected, actual);
    const statements = pairs.flatMap(([wanted, live]) => changeObject(wanted, live) ?? []);
    expect(statements).not.toEqual([]);
    await run(actual, statements);
    expect(await differencesOf(expected, actual)).toEqual([]);
  });
});

test('what cannot be altered is told', async () => {
  const { expected, actual } = two;
  await two.inTransactions(async () => {
    await actual.query(`drop function app.spread;
create function app.spread(m integer) returns setof integer language sql cost 7 as 'select generate_series(1, m)'`);
    const { pairs } = await sidesOf(expected, actual);
    const [wanted, live] = pairs.find(([{ name }]) => name === 'spread(integer)') ?? [];
    if (wanted === undefined || live === undefined) throw new Error('the function is gone');
    const changes = changeFacts(wanted, live);
    expect(Object.keys(changes).sort()).toEqual(['arguments', 'body', 'cost']);
    expect(changes.arguments).toBeUndefined();
    expect(changes.cost).toHaveLength(1);
    expect(changeObject(wanted, live)).toBeUndefined();
  });
});

test.each([
  ['a table with all that hangs on it', 'drop table app.users cascade'],
  ['a view with its rights', 'drop view app.adults'],
  ['a type', 'drop type app.span'],
  ['a domain', 'drop domain app.email'],
  ['functions', 'drop function app.touch() cascade'],
  ['what is foreign', 'drop foreign data wrapper wrapper cascade'],
  ['partitions', 'drop table app.events'],
  ['a namespace', 'drop schema app cascade'],
  ['operators', 'drop operator family app.numbers using btree cascade'],
  ['text search', 'drop text search configuration app.search; drop text search dictionary app.words'],
  ['a publication', 'drop publication news'],
  ['an event trigger', 'drop event trigger watching'],
])('%s that was dropped is made again as it was', async (_, drop) => {
  const { expected, actual } = two;
  const more = `
create function app.noted(app.users) returns text language sql as 'select $1.email';
create trigger users_off after delete on app.users for each statement execute function app.touch();
alter table app.users disable trigger users_off;
create rule users_told as on insert to app.users do also notify users;
alter table app.users disable rule users_told;
grant update (bio) on app.users to pg_monitor;
alter table app.users owner to pg_monitor;
comment on trigger users_off on app.users is 'off';
comment on column app.users.bio is 'life';
alter table app.users cluster on users_age_idx;
alter table app.users alter bio set statistics 7, set (toast.autovacuum_enabled = false);
alter publication news add table app.users (id, email) where (id > 5);
grant select on app.adults to pg_monitor;
alter view app.adults owner to pg_monitor;
revoke execute on function app.touch() from public;
alter table app.users enable row level security;`;
  await two.inTransactions(async () => {
    for (const client of [expected, actual]) await client.query(more);
    await actual.query(drop);
    const { missing, unexpected } = await sidesOf(expected, actual);
    expect(missing).not.toEqual([]);
    const { dependencies } = await wholeOf(expected);
    await run(actual, [...unexpected.flatMap(dropObject), ...renderObjects(missing, dependencies)]);
    // What stayed may have lost a fact to what went.
    const { pairs } = await sidesOf(expected, actual);
    await run(
      actual,
      pairs.flatMap(([wanted, live]) => changeObject(wanted, live) ?? []),
    );
    expect(await differencesOf(expected, actual)).toEqual([]);
  });
});
