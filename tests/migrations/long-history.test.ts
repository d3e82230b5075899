import type { Client } from 'pg';
import type { CatalogObject } from '../../src/catalog/object.ts';
import { changedFacts, readFacts } from '../../src/migrations/facts.ts';
import { rollback } from '../../src/migrations/index.ts';
import { generateHistory, writeHistory } from './generated-history.ts';
import { appliedIn } from './project.ts';
import { scene } from './scene.ts';

const HISTORY = generateHistory({ count: 300 });
const DEPLOYS = 30;
const EACH = HISTORY.length / DEPLOYS;
const TABLE = { schema: 'public', name: 'knex_migrations' };

/** Every relation with rows that people made, and each of its rows. */
const RELATIONS = `
select format('%I.%I', n.nspname, c.relname) as name
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm') and n.nspname ~ '^(app$|archive_|shared_)'
order by 1`;
const ROWS = (name: string): string =>
  `select coalesce(jsonb_agg(to_jsonb(r) order by to_jsonb(r)::text), '[]')::text as rows from ${name} r`;

/** What a database is: its facts but for roles, which are the server's, and its rows by table. */
interface State {
  readonly facts: readonly CatalogObject[];
  readonly rows: Readonly<Record<string, string>>;
}

async function stateOf(client: Client): Promise<State> {
  const { rows: relations } = await client.query<{ name: string }>(RELATIONS);
  const rows: Record<string, string> = {};
  for (const { name } of relations) {
    rows[name] = (await client.query<{ rows: string }>(ROWS(name))).rows[0]?.rows ?? '';
  }
  const facts = await readFacts(client, TABLE);
  return { facts: facts.filter(({ kind }) => kind !== 'role'), rows };
}

function expectSame(expected: State | undefined, actual: State): void {
  expect(changedFacts(expected?.facts ?? [], actual.facts)).toEqual([]);
  expect(actual.rows).toEqual(expected?.rows);
}

test('a history is the same each time it is generated, and has every kind', () => {
  expect(generateHistory({ count: 300 })).toEqual(HISTORY);
  expect(generateHistory({ count: 300, seed: 2 })).not.toEqual(HISTORY);
  expect(new Set(HISTORY.map(({ kind }) => kind)).size).toBeGreaterThan(60);
  expect(HISTORY.filter(({ text }) => text.includes('transaction: false')).length).toBeGreaterThan(5);
});

test('300 migrations in 30 deploys, back deploy by deploy, and up again in one', async () => {
  await using here = await scene({});
  const { client, database, migrations } = here;
  const options = { config: migrations.config, connection: database.settings };
  const states = [await stateOf(client)];
  for (let deploy = 0; deploy < DEPLOYS; deploy += 1) {
    const part = HISTORY.slice(deploy * EACH, (deploy + 1) * EACH);
    writeHistory(migrations.folder, part);
    expect(await here.up()).toEqual(part.map(({ name }) => name));
    states.push(await stateOf(client));
  }
  const whole = states.at(-1);
  expect(await appliedIn(client)).toEqual(HISTORY.map(({ name }) => name));

  for (let deploys = 1; deploys <= DEPLOYS; deploys += 1) {
    const part = HISTORY.slice(-deploys * EACH).slice(0, EACH);
    const { rolledBack, differences } = await rollback({ ...options, deploys });
    expect(rolledBack.map(({ name }) => name)).toEqual(part.map(({ name }) => name).reverse());
    expect(differences).toEqual([]);
    expectSame(states[DEPLOYS - deploys], await stateOf(client));
    // Typed again it goes no further.
    expect(await here.down({ deploys })).toEqual([]);
  }
  expect(await here.down({ deploys: DEPLOYS + 1 })).toEqual([]);
  expect(await appliedIn(client)).toEqual([]);

  expect(await here.up()).toHaveLength(HISTORY.length);
  expectSame(whole, await stateOf(client));
}, 400_000);

test('one down among many that forgets something is found', async () => {
  await using here = await scene({});
  const { client, database, migrations } = here;
  const at = HISTORY.findIndex(({ kind }) => kind === 'comments');
  const [commenting, ...rest] = HISTORY.slice(at, at + 5);
  const text = commenting?.text.replaceAll(/await knex\.raw\(".* is null"\);/g, '') ?? '';
  expect(text).not.toBe(commenting?.text);
  writeHistory(migrations.folder, HISTORY.slice(0, at));
  await here.up();
  const before = await stateOf(client);
  writeHistory(migrations.folder, [...(commenting === undefined ? [] : [{ ...commenting, text }]), ...rest]);
  await here.up();
  const { differences } = await rollback({ config: migrations.config, connection: database.settings });
  expect(differences?.map(({ fact }) => fact)).toEqual(['comment', 'comment']);
  const after = await stateOf(client);
  expect(() => {
    expectSame(before, after);
  }).toThrow();
});
