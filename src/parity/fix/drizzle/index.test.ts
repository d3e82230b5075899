import { sql } from 'drizzle-orm';
import {
  bigserial,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgPolicy,
  pgRole,
  pgSchema,
  pgSequence,
  primaryKey,
  serial,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { identityKey } from '../../../catalog/object.ts';
import type { CatalogObject, Fact } from '../../../catalog/object.ts';
import { readDeclared } from '../../declared/read.ts';
import { Names } from '../../pair/names.ts';
import { plainObject } from '../../render/plain.ts';
import { sidesOf } from '../sides.ts';
import { schemaFix } from './index.ts';

const auth = pgSchema('auth');
const mood = pgEnum('mood', ['sad', 'ok']);
const numbers = pgSequence('numbers');
const reader = pgRole('reader', { createDb: true });
const users = auth.table(
  'users',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    nickName: varchar('nick_name', { length: 20 }).notNull().default('x').unique(),
    counter: serial('counter'),
    big: bigserial('big', { mode: 'bigint' }),
    total: integer('total').generatedAlwaysAs(sql`id + 1`),
    state: text('state', { enum: ['a', 'b'] }),
    parent: integer('parent').references((): AnyPgColumn => users.id),
  },
  (t) => [
    unique('users_state').on(t.state),
    foreignKey({ name: 'users_total', columns: [t.total], foreignColumns: [t.id] }),
    check('users_check', sql`${t.total} > 0`),
    index('users_index').on(t.nickName),
    pgPolicy('users_policy', { to: reader, using: sql`true` }),
  ],
);
const keyed = auth.table('keyed', { a: integer('a'), b: integer('b') }, (t) => [
  primaryKey({ name: 'keyed_key', columns: [t.a, t.b] }),
]);
const view = auth.view('names', { name: text('name') }).as(sql`select 'x' as name`);
const declared = readDeclared({ schema: { auth, mood, numbers, reader, users, keyed, view } }).objects;

/** Says what mends a fact that the database has otherwise. */
function fixFor(
  kind: string,
  name: string,
  facts: Readonly<Record<string, Fact>>,
  attribute?: string,
): string {
  const one = declared.find((object) => object.kind === kind && object.name === name);
  if (one === undefined) throw new Error(`there is no ${kind} ${name}`);
  const plain = plainObject(one);
  const base = { generated: null, generation: null, identity: null, default: null, serial: false };
  const live: CatalogObject = {
    ...plain,
    facts: { ...(kind === 'column' && base), ...plain.facts, ...facts },
  };
  const [first = ''] = Object.keys(facts);
  const fact = attribute ?? first;
  const pairs = declared.map((other) => ({
    declared: other,
    live: other === one ? live : plainObject(other),
  }));
  const sides = sidesOf({
    declared,
    pairs,
    live: pairs.map((pair) => pair.live),
    missing: [],
    undeclared: [],
    names: new Names(),
    differing: new Set([identityKey(one)]),
    version: 18,
  });
  return schemaFix({ attribute: fact, declared: one, live, values: [null, facts[fact] ?? null] }, sides);
}

const UNSAID =
  /^Drizzle cannot declare .*: mend the database, or accept the difference in keelson\.accepted\.json$/;

test.each<[string, string, Readonly<Record<string, Fact>>, string]>([
  ['column', 'nick_name', { nullable: true }, 'take .notNull() away'],
  ['column', 'state', { nullable: false }, 'add .notNull()'],
  ['column', 'nick_name', { type: 'character varying(21)' }, "make it varchar('nick_name', { length: 21 })"],
  ['column', 'nick_name', { type: 'public.mood[]' }, "make it mood('nick_name').array()"],
  [
    'column',
    'nick_name',
    { type: 'tsvector' },
    "make it customType<{ data: unknown }>({ dataType: () => 'tsvector' })('nick_name')",
  ],
  [
    'column',
    'nick_name',
    { collation: 'pg_catalog."C"', type: 'text' },
    `make it customType<{ data: unknown }>({ dataType: () => 'text collate pg_catalog."C"' })('nick_name')`,
  ],
  ['column', 'nick_name', { default: null }, 'take its default away'],
  [
    'column',
    'nick_name',
    { default: `'it''s'::character varying`, type: 'character varying' },
    `say .default("it's")`,
  ],
  ['column', 'nick_name', { default: '0', type: 'numeric(10,2)' }, "say .default('0')"],
  ['column', 'nick_name', { default: "'-1.50'::numeric", type: 'numeric' }, "say .default('-1.50')"],
  ['column', 'nick_name', { default: '(1 + 2)', type: 'numeric' }, 'say .default(sql`(1 + 2)`)'],
  ['column', 'nick_name', { default: 'lower(CURRENT_USER)' }, 'say .default(sql`lower(CURRENT_USER)`)'],
  ['column', 'nick_name', { default: "'`${x}\\y'::text", type: 'text' }, "say .default('`${x}\\\\y')"],
  ['column', 'total', { generation: '(id + 2)' }, 'say .generatedAlwaysAs(sql`(id + 2)`)'],
  ['column', 'total', { generated: null, generation: null }, 'take .generatedAlwaysAs() away'],
  [
    'column',
    'nick_name',
    { generated: 'stored', generation: "'x'::text" },
    "say .generatedAlwaysAs(sql`'x'::text`)",
  ],
  ['column', 'id', { identity: 'by default' }, 'say .generatedByDefaultAsIdentity()'],
  ['column', 'id', { identity: null }, 'take .generatedAlwaysAsIdentity() away'],
  ['column', 'id', { sequenceStart: '5' }, 'say .generatedAlwaysAsIdentity({ startWith: 5 })'],
  ['column', 'id', { sequenceName: ['auth', 'ids'] }, "say .generatedAlwaysAsIdentity({ name: 'ids' })"],
  ['column', 'counter', { serial: false, default: '5' }, "make it integer('counter').notNull().default(5)"],
  [
    'column',
    'state',
    { values: ['a', 'c'] },
    "let its type list what the check lets through: { enum: ['a', 'c'] }",
  ],
  ['table', 'keyed', { rls: true }, 'add .enableRLS()'],
  [
    'unique',
    'users_state',
    { columns: ['state', 'total'] },
    "declare it as the database has it: unique('users_state').on(t.state, t.total)",
  ],
  [
    'unique',
    'users_state',
    { nullsNotDistinct: true },
    "declare it as the database has it: unique('users_state').on(t.state).nullsNotDistinct()",
  ],
  [
    'primary key',
    'keyed_key',
    { columns: ['b', 'a'] },
    "declare it as the database has it: primaryKey({ name: 'keyed_key', columns: [t.b, t.a] })",
  ],
  [
    'foreign key',
    'users_total',
    { onDelete: 'set null' },
    "say .onDelete('set null'), or { onDelete: 'set null' } in .references()",
  ],
  [
    'foreign key',
    'users_total',
    { references: ['auth', 'keyed'], referencedColumns: ['a'] },
    "declare it as the database has it: foreignKey({ name: 'users_total', columns: [t.total], foreignColumns: [keyed.a] })",
  ],
  [
    'check',
    'users_check',
    { expression: '(total > 1)' },
    "declare it as the database has it: check('users_check', sql`(total > 1)`)",
  ],
  [
    'index',
    'users_index',
    { unique: true },
    "declare it as the database has it: uniqueIndex('users_index').on(t.nickName)",
  ],
  [
    'index',
    'users_index',
    { orders: ['desc'], nulls: ['first'] },
    "declare it as the database has it: index('users_index').on(t.nickName.desc().nullsFirst())",
  ],
  [
    'index',
    'users_index',
    { collations: ['pg_catalog."C"'] },
    'declare it as the database has it: index(\'users_index\').on(sql`${t.nickName} collate pg_catalog."C"`)',
  ],
  [
    'index',
    'users_index',
    { with: ['fillfactor=70'] },
    "declare it as the database has it: index('users_index').on(t.nickName).with({ fillfactor: 70 })",
  ],
  [
    'policy',
    'users_policy',
    { command: 'select', roles: ['other', 'reader'] },
    "declare it as the database has it: pgPolicy('users_policy', { for: 'select', to: ['other', reader], using: sql`true` })",
  ],
  [
    'enum',
    'mood',
    { values: ['ok', 'sad'] },
    "declare it as the database has it: pgEnum('mood', ['ok', 'sad'])",
  ],
  [
    'sequence',
    'numbers',
    { increment: '2', max: '9007199254740993' },
    "declare it as the database has it: pgSequence('numbers', { increment: 2, maxValue: '9007199254740993' })",
  ],
  [
    'role',
    'reader',
    { createDb: false, createRole: false, inherit: true },
    "declare it as the database has it: pgRole('reader', { createDb: false, createRole: false, inherit: true })",
  ],
  [
    'view',
    'names',
    { securityBarrier: true, definition: " SELECT 'y'::text AS name" },
    "declare it as the database has it: auth.view('names', {\n  name: text('name'),\n}).with({ securityBarrier: true }).as(sql`SELECT 'y'::text AS name`)",
  ],
])('%s %s, in the database %j: %s', (kind, name, facts, expected) => {
  expect(fixFor(kind, name, facts)).toBe(expected);
});

test.each<[string, string, Readonly<Record<string, Fact>>]>([
  ['column', 'nick_name', { notNullValidated: false }],
  ['column', 'total', { generated: 'virtual' }],
  ['column', 'counter', { nullable: true }],
  ['column', 'big', { nullable: true }],
  ['column', 'id', { nullable: true }],
  ['column', 'counter', { sequenceCache: '5' }],
  ['column', 'id', { sequenceType: 'bigint' }],
  ['table', 'keyed', { forceRls: true }],
  ['table', 'users', { rls: false }],
  ...['primary key', 'unique', 'foreign key'].flatMap((kind): [string, string, Record<string, Fact>][] => {
    const name = { 'primary key': 'keyed_key', unique: 'users_state' }[kind] ?? 'users_total';
    return [
      [kind, name, { deferrable: true }],
      [kind, name, { deferred: true }],
    ];
  }),
  ['primary key', 'keyed_key', { include: ['b'] }],
  ['primary key', 'keyed_key', { withoutOverlaps: true }],
  ['unique', 'users_state', { withoutOverlaps: true }],
  ['foreign key', 'users_total', { period: true }],
  ['unique', 'users_state', { include: ['id'] }],
  ['foreign key', 'users_total', { match: 'full' }],
  ['foreign key', 'users_total', { validated: false }],
  ['foreign key', 'users_total', { enforced: false }],
  ['foreign key', 'users_total', { setColumns: ['total'] }],
  ['foreign key', 'users_total', { triggersEnabled: false }],
  ['check', 'users_check', { noInherit: true }],
  ['check', 'users_check', { validated: false }],
  ['check', 'users_check', { enforced: false }],
  ['index', 'users_index', { include: ['id'] }],
  ['index', 'users_index', { nullsNotDistinct: true }],
  ['index', 'users_index', { valid: false }],
])('%s %s, in the database %j, is nothing that Drizzle can say', (kind, name, facts) => {
  expect(fixFor(kind, name, facts)).toMatch(UNSAID);
});

test.each<[string, string, string]>([
  ['column', 'nick_name', 'take nickName out of users'],
  ['table', 'users', 'take users out of the schema'],
  ['primary key', 'users_pkey', 'take .primaryKey() away from id of users'],
  ['primary key', 'keyed_key', 'take the primary key keyed_key out of keyed'],
  ['unique', 'users_nick_name_unique', 'take .unique() away from nickName of users'],
  ['unique', 'users_state', 'take the unique users_state out of users'],
  ['foreign key', 'users_parent_users_id_fk', 'take .references() away from parent of users'],
  ['index', 'users_index', 'take the index users_index out of users'],
  ['enum', 'mood', 'take mood out of the schema'],
  ['schema', 'auth', 'take auth out of the schema'],
  ['view', 'names', 'take view out of the schema'],
])('a %s that the database has not: %s', (kind, name, expected) => {
  const one = declared.find((object) => object.kind === kind && object.name === name);
  const nothing = { pairs: [], live: [], missing: declared, undeclared: [], differing: new Set<string>() };
  const sides = sidesOf({ declared, ...nothing, names: new Names(), version: 18 });
  expect(one && schemaFix({ attribute: 'missing', declared: one }, sides)).toBe(expected);
});
