import { changeFacts, changeObject } from '../../../src/parity/render/change-facts.ts';
import { dropObject } from '../../../src/parity/render/drop.ts';
import { renderObjects } from '../../../src/parity/render/index.ts';
import { openTwoDatabases } from '../databases/two-databases.ts';
import type { TwoDatabases } from '../databases/two-databases.ts';
import { differencesOf, wholeOf } from './again.ts';
import { everything, run } from './facts.ts';
import { sidesOf } from './there-and-back.ts';
import type { Sides } from './there-and-back.ts';

let two: TwoDatabases;
beforeAll(async () => {
  two = await openTwoDatabases();
}, 120_000);
afterAll(() => two[Symbol.asyncDispose]());

async function sides(): Promise<Sides> {
  const { expected, actual, isOwn } = two;
  return sidesOf((await everything(expected)).filter(isOwn), (await everything(actual)).filter(isOwn));
}

test('what cannot be altered is told', async () => {
  const { actual } = two;
  await two.inTransactions(async () => {
    await actual.query(`drop function app.spread;
create function app.spread(m integer) returns setof integer language sql cost 7 as 'select generate_series(1, m)'`);
    const { pairs } = await sides();
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
    const { missing, unexpected } = await sides();
    expect(missing).not.toEqual([]);
    const { dependencies } = await wholeOf(expected);
    await run(actual, [...unexpected.flatMap(dropObject), ...renderObjects(missing, dependencies)]);
    // What stayed may have lost a fact to what went.
    const { pairs } = await sides();
    await run(
      actual,
      pairs.flatMap(([wanted, live]) => changeObject(wanted, live) ?? []),
    );
    expect(await differencesOf(expected, actual)).toEqual([]);
  });
});
