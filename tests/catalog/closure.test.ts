import { Client } from 'pg';
import { FAMILIES } from '../../src/catalog/families.ts';
import { domain } from '../../src/catalog/families/beyond/domain.ts';
import type { Family } from '../../src/catalog/family.ts';
import { createTestDatabase } from '../../src/testing/index.ts';
import { openEnds } from './closed.ts';

/*
 * On the server of the run. Another version is checked by naming its server:
 * TEST_DATABASE_URL=postgres://… npx jest --selectProjects database --testPathPatterns tests/catalog
 */
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: false });
  client = new Client(database.url);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

test('every column of every catalogue is a fact of some object, or left with a reason', async () => {
  expect(await openEnds(client, FAMILIES)).toEqual([]);
});

test('every reason says something', () => {
  const reasons = FAMILIES.flatMap(({ kind, left }) => Object.entries(left).map((entry) => [kind, ...entry]));
  expect(reasons.filter(([, , reason = '']) => reason.trim().length < 5)).toEqual([]);
});

describe('what is open is told', () => {
  const others = FAMILIES.filter(({ kind }) => kind !== 'domain');

  async function told(changed: Partial<Family>): Promise<readonly string[]> {
    const before = new Set(await openEnds(client, FAMILIES));
    return (await openEnds(client, [...others, { ...domain, ...changed }])).filter(
      (line) => !before.has(line),
    );
  }

  test('a catalogue that no family reads', async () => {
    const ends = await openEnds(
      client,
      FAMILIES.filter(({ kind }) => kind !== 'cast'),
    );
    expect(ends).toContain('pg_cast.castcontext: neither a fact nor left');
  });

  test('a column that another kind reads, but this one does not', async () => {
    const { owner: _, ...facts } = domain.facts;
    expect(await told({ facts })).toEqual(['domain: pg_type.typowner is neither a fact nor left']);
  });

  test('a column that is said to be read and is not', async () => {
    const owner = { sql: `'somebody'`, of: ['pg_type.typowner'] };
    expect(await told({ facts: { ...domain.facts, owner } })).toEqual([
      'domain: owner does not read pg_type.typowner',
    ]);
  });

  test('a column that there is not', async () => {
    expect(await told({ left: { ...domain.left, 'pg_type.typo': 'a slip of the pen' } })).toEqual([
      expect.stringMatching(/^pg_type\.typo: not there on \d+$/),
    ]);
  });

  test('a column that is read and left', async () => {
    expect(await told({ left: { ...domain.left, 'pg_type.typowner': 'not of interest' } })).toEqual([
      'domain: pg_type.typowner is both a fact and left',
    ]);
  });

  test('a catalogue that is left and read', async () => {
    expect(await told({ left: { ...domain.left, 'pg_tablespace.spcname': 'the name of a place' } })).toEqual([
      'domain: pg_tablespace.spcname is of a catalogue that is left',
    ]);
  });

  test('a catalogue or column that a version brings', async () => {
    await client.query('begin; set local allow_system_table_mods = on');
    try {
      await client.query(
        'alter table pg_catalog.pg_am add amnew int; create table pg_catalog.pg_new (newname name)',
      );
      expect(await openEnds(client, FAMILIES)).toEqual(
        expect.arrayContaining([
          'pg_am.amnew: neither a fact nor left',
          'access method: pg_am.amnew is neither a fact nor left',
          'pg_new.newname: neither a fact nor left',
        ]),
      );
    } finally {
      await client.query('rollback');
    }
  });
});
