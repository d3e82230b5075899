import type { PgPolicy } from 'drizzle-orm/pg-core';
import { forEach, nextPg, withEach } from '../../../tests/parity/drizzle-versions.ts';
import type { Drizzle } from '../../../tests/parity/drizzle-versions.ts';
import type { DeclaredKind, DeclaredObject } from './model.ts';
import { readDeclared } from './read.ts';

function of(kind: DeclaredKind, schema: object): readonly DeclaredObject[] {
  return readDeclared({ schema }).objects.filter((object) => object.kind === kind);
}

const secured = (schema: object) => of('table', schema).map(({ name, facts }) => [name, facts.rls]);

withEach('a policy, whole', ({ pg, orm: { sql, eq } }) => {
  const reader = pg.pgRole('reader');
  const t = pg.pgSchema('app').table('t', { owner: pg.text() }, (c): PgPolicy[] => [
    pg.pgPolicy('own', {
      as: 'restrictive',
      for: 'update',
      to: ['writer', reader, 'writer'],
      using: eq(c.owner, 'x'),
      withCheck: sql`${c.owner} = current_user and ${t}.owner <> ''`,
    }),
  ]);
  expect(of('policy', { t })).toEqual([
    {
      kind: 'policy',
      schema: 'app',
      parent: 't',
      name: 'own',
      named: true,
      existing: false,
      facts: {
        command: 'update',
        permissive: false,
        roles: ['reader', 'writer'],
        using: { expression: `"app"."t"."owner" = 'x'`, sees: 'tables' },
        check: {
          expression: `"app"."t"."owner" = current_user and "app"."t".owner <> ''`,
          sees: 'tables',
        },
      },
      origin: { exported: 't', property: undefined },
    },
  ]);
});

describe('whom a policy is for', () => {
  forEach<[unknown, readonly string[]]>(
    [
      [undefined, ['public']],
      ['public', ['public']],
      ['current_user', ['current_user']],
      [[], ['public']],
      [
        ['b', 'a'],
        ['a', 'b'],
      ],
      [['a', 'public'], ['public']],
    ],
    '%j',
    ({ pg }, to, roles) => {
      const t = pg.pgTable('t', { a: pg.integer() }, () => [
        pg.pgPolicy('p', (to === undefined ? undefined : { to }) as never),
      ]);
      expect(of('policy', { t })[0]?.facts).toEqual({
        command: 'all',
        permissive: true,
        roles,
        using: null,
        check: null,
      });
    },
  );

  withEach('a role that stands in no export is declared with it', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer() }, () => [
      pg.pgPolicy('p', { to: pg.pgRole('reader', { inherit: false }).existing() }),
    ]);
    expect(of('role', { t })).toEqual([
      {
        kind: 'role',
        schema: null,
        parent: null,
        name: 'reader',
        named: true,
        existing: true,
        facts: { inherit: false },
        origin: { exported: 't', property: undefined },
      },
    ]);
  });
});

withEach('a query within a policy is written out', ({ pg, orm: { exists, eq, and } }) => {
  const members = pg.pgTable('members', { team: pg.integer(), person: pg.text() });
  const t = pg.pgTable('t', { team: pg.integer() }, (c) => [
    pg.pgPolicy('p', {
      using: exists(
        new pg.QueryBuilder()
          .select({ team: members.team })
          .from(members)
          .where(and(eq(members.team, c.team), eq(members.person, 'x'))),
      ),
    }),
  ]);
  expect(of('policy', { t })[0]?.facts.using).toEqual({
    expression: expect.stringMatching(
      /^exists \(select "team" from "members" where \(+"members"\."team" = "t"\."team"\)? and \(?"members"\."person" = 'x'\)+$/,
    ) as unknown,
    sees: 'tables',
  });
});

describe('row level security', () => {
  withEach('is on where it is enabled or a policy is', ({ pg }) => {
    const none = pg.pgTable('none', { a: pg.integer() });
    const enabled = pg.pgTable('enabled', { a: pg.integer() }).enableRLS();
    const own = pg.pgTable('own', { a: pg.integer() }, () => [pg.pgPolicy('p')]);
    const linked = pg.pgTable('linked', { a: pg.integer() });
    const policy = pg.pgPolicy('p').link(linked);
    expect(secured({ none, enabled, own, linked, policy })).toEqual([
      ['none', false],
      ['enabled', true],
      ['own', true],
      ['linked', true],
    ]);
  });

  test('is enabled by withRLS in 1.0', () => {
    const first = nextPg.pgTable.withRLS('first', { a: nextPg.integer() });
    const second = nextPg.pgSchema('app').table.withRLS('second', { a: nextPg.integer() });
    expect(secured({ first, second })).toEqual([
      ['first', true],
      ['second', true],
    ]);
  });
});

describe('a linked policy', () => {
  withEach('belongs to its table, under its own export', ({ pg }) => {
    const t = pg.pgTable('t', { a: pg.integer() });
    const policy = pg.pgPolicy('p').link(t);
    expect(of('policy', { t, policy })).toEqual([
      expect.objectContaining({
        parent: 't',
        origin: { exported: 'policy', property: undefined },
      }),
    ]);
  });

  withEach('that stands in the table as well is there once', ({ pg }) => {
    const policy = pg.pgPolicy('p');
    const t = pg.pgTable('t', { a: pg.integer() }, () => [policy]);
    policy.link(t);
    expect(of('policy', { t, policy })).toHaveLength(1);
  });

  withEach('may be on a table that is somebody else’s, whose namespace is there then', ({ pg }) => {
    const messages = pg.pgSchema('realtime').table('messages', { a: pg.integer() });
    const policy = pg.pgPolicy('p').link(messages);
    const { objects, schemas, ownSchemas } = readDeclared({ schema: { policy } });
    expect(
      objects.map(({ kind, schema, parent, name, existing }) => [kind, schema, parent, name, existing]),
    ).toEqual([
      ['schema', null, null, 'realtime', true],
      ['policy', 'realtime', 'messages', 'p', false],
    ]);
    expect({ schemas, ownSchemas }).toEqual({ schemas: ['realtime'], ownSchemas: [] });
  });
});

describe('lists of policies', () => {
  withEach('within the list are taken one by one', ({ pg }: Drizzle) => {
    const t = pg.pgTable(
      't',
      { a: pg.integer() },
      () => [[pg.pgPolicy('first'), pg.pgPolicy('second')], undefined, false] as never,
    );
    expect(of('policy', { t }).map(({ name }) => name)).toEqual(['first', 'second']);
  });
});
