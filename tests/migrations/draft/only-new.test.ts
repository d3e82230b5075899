import { integer, pgTable, serial, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { isOnlyNew, planNew } from '../../../src/migrations/draft/plan-new.ts';
import { runnerOn } from '../../../src/migrations/draft/run-code.ts';
import type { Runner } from '../../../src/migrations/draft/run-code.ts';
import { readFacts, reallyChangedFacts } from '../../../src/migrations/facts.ts';
import { changedFactInWords } from '../../../src/migrations/index.ts';
import { concludeOn } from '../../../src/parity/stages/conclude-on.ts';
import type { Wanted } from '../../../src/parity/stages/conclude-on.ts';
import { loadSchema, SCHEMAS } from '../../parity/corpus.ts';
import { openMigration } from '../../parity/fix/migration.ts';
import type { OpenMigration } from '../../parity/fix/migration.ts';

/* What is only new is planned without being run: here it is run, there and back. */

const HISTORY = { schema: 'public', name: 'knex_migrations' };
const JUDGED = SCHEMAS.filter((name) => !/^(?:refused|undecided)-/.test(name));

let open: OpenMigration;
let runner: Runner;

beforeAll(async () => {
  open = await openMigration();
  runner = await runnerOn(open.client, { client: 'pg' });
});
afterAll(async () => {
  await open.close();
});
beforeEach(() => open.client.query('savepoint before_the_change'));
afterEach(() => open.client.query('rollback to before_the_change'));

describe('schemas from nothing', () => {
  const planned: string[] = [];

  test.each(JUDGED)('%s', async (name) => {
    const { schema, casing, before, ddl } = await loadSchema(name);
    // One with statements of its own needs more than it declares.
    if (ddl !== undefined) return;
    if (before !== '') await open.client.query(before);
    const journey = await thereAndBack({ schema, casing });
    if (journey === undefined) return;
    planned.push(name);
    expect(journey).toMatchObject({ left: [], changed: [] });
    expect(journey.sent).toEqual(journey.recorded);
  });

  test('are most of them such as need not be run', () => {
    expect(planned.length).toBeGreaterThan(JUDGED.length / 2);
  });
});

describe('what has to be run', () => {
  const notes = pgTable('notes', { id: serial().primaryKey(), words: text() }, (t) => [
    uniqueIndex('words').on(t.words),
  ]);

  test('is nothing of a new table', async () => {
    expect(await isNew(notes)).toBe(true);
  });

  test.each([
    ['a column of a table that is there', 'create table notes (id serial primary key)'],
    ['another table that goes', 'create table letters (id integer)'],
    ['an index whose name is taken', 'create table letters (id integer constraint words unique)'],
    ['a name that no schema could have taken', 'create type words as (word text)'],
    [
      'what a database does by itself whenever something is made',
      `create function watch() returns event_trigger language plpgsql as $$ begin null; end $$;
      create event trigger watching on ddl_command_end execute function watch()`,
    ],
  ])('is %s', async (_, before) => {
    await open.client.query(before);
    expect(await isNew(notes)).toBe(false);
  });

  test('is a table in whose place another one stands', async () => {
    await open.client.query('create view notes as select 1 as id');
    expect(await isNew(pgTable('notes', { id: integer() }))).toBe(false);
  });

  async function isNew(table: unknown): Promise<boolean> {
    return await isOnlyNew(await concludeOn(open.client, { schema: { table } }), open.client);
  }
});

/** Plans it, runs it there and back, and says what was to be seen; undefined where it is not only new. */
async function thereAndBack(wanted: Wanted): Promise<
  | {
      readonly recorded: readonly (readonly string[])[];
      readonly sent: readonly (readonly string[])[];
      /** What the schema still says otherwise. */
      readonly left: readonly string[];
      /** What was not as before, once it was back. */
      readonly changed: readonly string[];
    }
  | undefined
> {
  const { client, version } = open;
  const first = await concludeOn(client, wanted);
  if (!(await isOnlyNew(first, client))) return undefined;
  const before = await readFacts(client, HISTORY);
  const { up, down, lines } = await planNew(first, { record: runner.record, version });
  const there = await runner.run(lines.up);
  const { findings, undecided } = await concludeOn(client, wanted);
  const back = await runner.run(lines.down);
  const changes = await reallyChangedFacts(client, before, await readFacts(client, HISTORY));
  return {
    recorded: [up, down],
    sent: [there, back],
    left: [...findings.map(({ message }) => message), ...undecided.map(({ object }) => object)],
    // A role is the server's, on which other tests make theirs meanwhile.
    changed: changes.filter(({ kind }) => kind !== 'role').map(changedFactInWords),
  };
}
