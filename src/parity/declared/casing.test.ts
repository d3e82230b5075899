import { toCamelCase, toSnakeCase } from 'drizzle-orm/casing';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { NEW, nextPg, OLD } from '../../../tests/parity/drizzle-versions.ts';
import { SEED } from '../../../tests/parity/random/seed.ts';
import { applyCasing } from './casing.ts';
import type { Casing } from './casing.ts';
import { readDeclared } from './read.ts';

/** Those that the rules tell apart, and some that they do not know. */
const LETTERS = ['a', 'A', 'b', 'B', 'z', 'Z', '0', '9', '_', '-', ' ', "'", '\u2019', 'ä', 'Ö', '$'];

describe('keys become the names that Drizzle makes of them', () => {
  const keys = [
    'userId',
    'HTMLContent',
    'address2Line',
    'a1B2',
    "it'sMine",
    'äÖü',
    'snake_case',
    'X',
    '',
    '__a__',
    'aBC',
  ];
  test.each(keys)('%j', (key) => {
    expect(applyCasing(key, 'snake_case')).toBe(toSnakeCase(key));
    expect(applyCasing(key, 'camelCase')).toBe(toCamelCase(key));
    expect(applyCasing(key, undefined)).toBe(key);
  });

  test('whatever they are', () => {
    const letters = fc.string({ unit: fc.constantFrom(...LETTERS) });
    fc.assert(
      fc.property(letters, (key) => {
        expect(applyCasing(key, 'snake_case')).toBe(toSnakeCase(key));
        expect(applyCasing(key, 'camelCase')).toBe(toCamelCase(key));
      }),
      { seed: SEED },
    );
  });
});

function namesOf(schema: object, casing: Casing | undefined): readonly string[] {
  return readDeclared({ schema, casing }).objects.map(({ kind, name }) => `${kind} ${name}`);
}

describe('with the casing of the client, up to 0.45', () => {
  const { pg, orm } = OLD;
  const { sql, eq } = orm;
  const userAccounts = pg.pgTable(
    'userAccounts',
    {
      userId: pg.integer().primaryKey(),
      emailAddress: pg.text().unique(),
      ownName: pg.text('OwnName'),
      bossId: pg.integer().references((): AnyPgColumn => userAccounts.userId),
    },
    (t) => [
      pg.index().on(t.emailAddress, t.ownName),
      pg.index('by_expression').on(sql`lower(${t.emailAddress})`),
      pg.unique().on(t.bossId, t.ownName),
      pg.check('theCheck', sql`${t.emailAddress} <> ${t.ownName}`),
      pg.pgPolicy('thePolicy', { using: eq(t.bossId, 1) }),
    ],
  );

  test('columns are cased, and names that are made of them', () => {
    expect(namesOf({ userAccounts }, 'snake_case')).toEqual([
      'table userAccounts',
      'column user_id',
      'column email_address',
      'column OwnName',
      'column boss_id',
      'primary key userAccounts_pkey',
      // Drizzle leaves these as they are.
      'unique userAccounts_emailAddress_unique',
      'unique userAccounts_bossId_OwnName_unique',
      'check theCheck',
      'index userAccounts_email_address_OwnName_index',
      'index by_expression',
      'foreign key userAccounts_boss_id_userAccounts_user_id_fk',
      'policy thePolicy',
    ]);
  });

  test('so are the columns in SQL and those that keys name', () => {
    const { objects } = readDeclared({ schema: { userAccounts }, casing: 'snake_case' });
    const facts = (kind: string) => objects.filter((object) => object.kind === kind).map((one) => one.facts);
    expect(facts('check')[0]?.expression).toMatchObject({ expression: '"email_address" <> "OwnName"' });
    expect(facts('policy')[0]?.using).toMatchObject({ expression: '"userAccounts"."boss_id" = 1' });
    expect(facts('index').map((index) => [index.columns, index.expressions])).toMatchObject([
      [{ names: ['email_address', 'OwnName'] }, [null, null]],
      [{ names: [null] }, [{ expression: 'lower("email_address")' }]],
    ]);
    expect(facts('unique').map(({ columns }) => columns)).toMatchObject([
      { names: ['email_address'] },
      { names: ['boss_id', 'OwnName'] },
    ]);
    expect(facts('foreign key')).toMatchObject([
      { columns: { names: ['boss_id'] }, referencedColumns: { names: ['user_id'] } },
    ]);
  });

  test('a unique constraint is not taken for one that has a name', () => {
    const { objects } = readDeclared({ schema: { userAccounts }, casing: 'snake_case' });
    expect(objects.filter(({ kind }) => kind === 'unique').map(({ named }) => named)).toEqual([false, false]);
  });

  test('camel case', () => {
    const t = pg.pgTable('t', { user_id: pg.integer(), URL_path: pg.text() });
    expect(namesOf({ t }, 'camelCase')).toEqual(['table t', 'column userId', 'column urlPath']);
  });

  test('views too', () => {
    const view = pg.pgView('v', { theId: pg.integer() }).as(sql`select 1 as the_id`);
    expect(namesOf({ view }, 'snake_case')).toEqual(['column the_id', 'view v']);
  });
});

describe('since 1.0 tables bring it themselves', () => {
  test('and what the client is told changes nothing', () => {
    const plain = NEW.pg.pgTable('plain', { theId: NEW.pg.integer() });
    const cased = nextPg.snakeCase.table('cased', { theId: nextPg.integer(), own: nextPg.integer('OWN') });
    const far = nextPg.camelCase.schema('app').table('far', { the_id: nextPg.integer().unique() });
    for (const casing of [undefined, 'snake_case', 'camelCase'] as const)
      expect(namesOf({ plain, cased, far }, casing)).toEqual([
        'schema app',
        'table plain',
        'table cased',
        'table far',
        'column theId',
        'column the_id',
        'column OWN',
        'column theId',
        'unique far_theId_unique',
      ]);
  });
});
