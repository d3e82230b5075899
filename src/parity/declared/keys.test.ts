import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { NEW, nextPg, OLD, withEach, refusalOf } from '../../../tests/parity/drizzle-versions.ts';
import type { DeclaredKind, DeclaredObject } from './model.ts';
import { readDeclared } from './read.ts';
import type { ReadDeclaredOptions } from './read.ts';

function partsOf(schema: ReadDeclaredOptions['schema'], kind: DeclaredKind): readonly DeclaredObject[] {
  return readDeclared({ schema }).objects.filter((object) => object.kind === kind);
}

const T = { kind: 'table', schema: 'public', name: 't' };
const PLAIN = { include: [], deferrable: false, deferred: false, withoutOverlaps: false };
const of = (...names: string[]) => ({ columnsOf: T, names });

describe('primary keys', () => {
  withEach('of a column', ({ pg }) => {
    const t = pg.pgTable('t', { theId: pg.integer('the_id').primaryKey() });
    expect(partsOf({ t }, 'primary key')).toEqual([
      {
        kind: 'primary key',
        schema: 'public',
        parent: 't',
        name: 't_pkey',
        named: false,
        existing: false,
        facts: { columns: of('the_id'), ...PLAIN },
        origin: { exported: 't', property: 'theId' },
      },
    ]);
  });

  withEach('of the table, in the order of the key', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer('A'), b: pg.integer() }, (c) => [
      pg.primaryKey({ columns: [c.b, c.a] }),
    ]);
    expect(partsOf({ t }, 'primary key')).toEqual([
      expect.objectContaining({
        name: 't_b_A_pk',
        named: false,
        facts: { columns: of('b', 'A'), ...PLAIN },
        origin: { exported: 't', property: undefined },
      }),
    ]);
  });

  withEach('with a name, and a key in the record', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer() }, ((c: { a: AnyPgColumn }) => ({
      theKey: pg.primaryKey({ columns: [c.a], name: 'chosen' }),
    })) as never);
    expect(partsOf({ t }, 'primary key')).toEqual([
      expect.objectContaining({
        name: 'chosen',
        named: true,
        origin: { exported: 't', property: 'theKey' },
      }),
    ]);
  });

  withEach('have the name that Drizzle gives them', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer(), b: pg.integer() }, (c) => [
      pg.primaryKey({ columns: [c.a, c.b] }),
    ]);
    const [key] = pg.getTableConfig(t).primaryKeys;
    expect(partsOf({ t }, 'primary key').map(({ name }) => name)).toEqual([key?.getName()]);
  });

  withEach('are one: more are refused', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer().primaryKey(), b: pg.integer().primaryKey() });
    expect(refusalOf(() => readDeclared({ schema: { t } }))).toMatchObject({
      code: 'parity/several-primary-keys',
      what: 'public.t declares 2 primary keys: a and b',
    });
  });
});

describe('unique constraints', () => {
  withEach('of a column', ({ pg }) => {
    const t = pg.pgTable('t', { theA: pg.integer('a').unique() });
    expect(partsOf({ t }, 'unique')).toEqual([
      {
        kind: 'unique',
        schema: 'public',
        parent: 't',
        name: 't_a_unique',
        named: false,
        existing: false,
        facts: { columns: of('a'), ...PLAIN, nullsNotDistinct: false },
        origin: { exported: 't', property: 'theA' },
      },
    ]);
  });

  withEach('of a column, with a name and equal nulls', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer().unique('chosen', { nulls: 'not distinct' }) });
    expect(partsOf({ t }, 'unique')).toEqual([
      expect.objectContaining({
        name: 'chosen',
        named: true,
        facts: { columns: of('a'), ...PLAIN, nullsNotDistinct: true },
      }),
    ]);
  });

  withEach('of the table', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer(), b: pg.integer() }, (c) => [
      pg.unique().on(c.b, c.a),
      pg.unique('chosen').on(c.a).nullsNotDistinct(),
    ]);
    expect(partsOf({ t }, 'unique')).toEqual([
      expect.objectContaining({
        name: 't_b_a_unique',
        named: false,
        facts: { columns: of('b', 'a'), ...PLAIN, nullsNotDistinct: false },
      }),
      expect.objectContaining({
        name: 'chosen',
        named: true,
        facts: { columns: of('a'), ...PLAIN, nullsNotDistinct: true },
      }),
    ]);
  });

  withEach('are each table’s own where tables share a builder', ({ pg }) => {
    const email = pg.text().unique();
    const first = pg.pgTable('first', { email });
    const second = pg.pgTable('second', { email });
    expect(partsOf({ first, second }, 'unique').map(({ name, named }) => [name, named])).toEqual([
      ['first_email_unique', false],
      ['second_email_unique', false],
    ]);
  });
});

describe('checks', () => {
  withEach('name their columns without the table', ({ pg, orm: { sql, gt } }) => {
    const t = pg
      .pgSchema('app')
      .table('t', { a: pg.integer(), b: pg.text('B') }, (c) => [
        pg.check('a_check', gt(c.a, 18)),
        pg.check('b_check', sql`${c.b} in (${'x'}, ${"y'z"})`),
      ]);
    expect(partsOf({ t }, 'check')).toEqual([
      {
        kind: 'check',
        schema: 'app',
        parent: 't',
        name: 'a_check',
        named: true,
        existing: false,
        facts: {
          expression: { expression: '"a" > 18', sees: 'columns' },
          noInherit: false,
          validated: true,
          enforced: true,
        },
        origin: { exported: 't', property: undefined },
      },
      expect.objectContaining({
        name: 'b_check',
        facts: expect.objectContaining({
          expression: { expression: `"B" in ('x', 'y''z')`, sees: 'columns' },
        }) as unknown,
      }),
    ]);
  });

  withEach('without an expression are refused', ({ pg, orm: { and } }) => {
    const t = pg.pgTable('t', { a: pg.integer() }, () => [pg.check('c', and() as never)]);
    expect(refusalOf(() => readDeclared({ schema: { t } }))).toMatchObject({
      code: 'parity/sql-value',
      what: 'the check c of t holds nothing',
    });
  });

  withEach('of json columns compare with JSON', ({ pg, orm: { eq } }) => {
    const t = pg.pgTable('t', { a: pg.jsonb() }, (c) => [pg.check('c', eq(c.a, 'x'))]);
    expect(partsOf({ t }, 'check')[0]?.facts).toMatchObject({
      expression: { expression: `"a" = '"x"'` },
    });
  });
});

const FACTS = {
  columns: of('b'),
  references: { object: { kind: 'table', schema: 'app', name: 'users' } },
  referencedColumns: { columnsOf: { kind: 'table', schema: 'app', name: 'users' }, names: ['Id'] },
  onUpdate: 'no action',
  onDelete: 'no action',
  match: 'simple',
  deferrable: false,
  deferred: false,
  validated: true,
  enforced: true,
  setColumns: [],
  triggersEnabled: true,
  period: false,
};

describe('foreign keys', () => {
  withEach('of a column', ({ pg }) => {
    const users = pg.pgSchema('app').table('users', { id: pg.integer('Id').primaryKey() });
    const t = pg.pgTable('t', {
      theB: pg.integer('b').references(() => users.id, { onDelete: 'set null', onUpdate: 'cascade' }),
    });
    expect(partsOf({ t }, 'foreign key')).toEqual([
      {
        kind: 'foreign key',
        schema: 'public',
        parent: 't',
        name: 't_b_users_Id_fk',
        named: false,
        existing: false,
        facts: { ...FACTS, onDelete: 'set null', onUpdate: 'cascade' },
        origin: { exported: 't', property: 'theB' },
      },
    ]);
  });

  withEach('of the table', ({ pg }) => {
    const users = pg.pgSchema('app').table('users', { id: pg.integer('Id').primaryKey() });
    const t = pg.pgTable('t', { b: pg.integer() }, (c) => [
      pg.foreignKey({ columns: [c.b], foreignColumns: [users.id], name: 'chosen' }).onDelete('restrict'),
    ]);
    expect(partsOf({ t }, 'foreign key')).toEqual([
      expect.objectContaining({ name: 'chosen', named: true, facts: { ...FACTS, onDelete: 'restrict' } }),
    ]);
  });

  withEach('to the table itself, with several columns', ({ pg }) => {
    const t = pg.pgTable(
      't',
      {
        a: pg.integer(),
        b: pg.integer(),
        parent: pg.integer().references((): AnyPgColumn => t.a),
        c: pg.integer(),
      },
      (c) => [pg.foreignKey({ columns: [c.parent, c.c], foreignColumns: [c.a, c.b] })],
    );
    expect(
      partsOf({ t }, 'foreign key').map(({ name, facts }) => [name, facts.columns, facts.referencedColumns]),
    ).toEqual([
      ['t_parent_t_a_fk', of('parent'), of('a')],
      ['t_parent_c_t_a_b_fk', of('parent', 'c'), of('a', 'b')],
    ]);
  });

  withEach('have the name that Drizzle gives them', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer(), b: pg.integer() }, (c) => [
      pg.foreignKey({ columns: [c.b], foreignColumns: [c.a] }),
    ]);
    const [key] = pg.getTableConfig(t).foreignKeys;
    expect(partsOf({ t }, 'foreign key').map(({ name }) => name)).toEqual([key?.getName()]);
  });

  withEach('to an alias lead to its table', ({ pg }) => {
    const users = pg.pgTable('users', { id: pg.integer() });
    const t = pg.pgTable('t', { b: pg.integer().references(() => pg.alias(users, 'u').id) });
    expect(partsOf({ t }, 'foreign key')[0]).toMatchObject({
      name: 't_b_users_id_fk',
      facts: { references: { object: { kind: 'table', schema: 'public', name: 'users' } } },
    });
  });

  test('have a name in 1.0 at the column, too', () => {
    const users = nextPg.pgTable('users', { id: nextPg.integer() });
    const t = nextPg.pgTable('t', { b: nextPg.integer().references(() => users.id, { name: 'chosen' }) });
    expect(partsOf({ t }, 'foreign key')).toEqual([expect.objectContaining({ name: 'chosen', named: true })]);
  });

  test('lead from the tables of one version to those of another', () => {
    const users = OLD.pg.pgTable('users', { id: OLD.pg.integer() });
    const t = NEW.pg.pgTable('t', { b: NEW.pg.integer().references(() => users.id) });
    expect(partsOf({ t, users }, 'foreign key').map(({ name }) => name)).toEqual(['t_b_users_id_fk']);
  });
});
