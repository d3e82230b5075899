import { Client } from 'pg';
import { checkParity } from '../../../src/parity/index.ts';
import { quoteIdentifier } from '../../../src/postgres/identifier.ts';
import { withSettings } from '../../../src/postgres/settings.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { buildSchema, findings, loadSchema } from '../corpus.ts';

const PASSWORD = 'poor';

/** Runs `use` with a role that logs in by itself and may only read. */
async function withReader(
  folder: string,
  namespaces: readonly string[],
  use: (one: {
    readonly owner: Client;
    readonly settings: ReturnType<typeof withSettings>;
    readonly schema: unknown;
  }) => Promise<void>,
): Promise<void> {
  await using database = await createTestDatabase({ migrate: false });
  const role = `${database.name}_reader`;
  const owner = new Client(database.url);
  await owner.connect();
  const one = await loadSchema(folder);
  await buildSchema(owner, one);
  await owner.query(`
    create role ${role} login password '${PASSWORD}';
    revoke temporary on database ${database.name} from public;
    revoke all on schema public from public`);
  for (const name of namespaces.map(quoteIdentifier)) {
    await owner.query(
      `grant usage on schema ${name} to ${role}; grant select on all tables in schema ${name} to ${role}`,
    );
  }
  try {
    const settings = withSettings(database.settings, { user: role, password: PASSWORD });
    await use({ owner, settings, schema: one.schema });
  } finally {
    await owner.query(`drop owned by ${role}; drop role ${role}`);
    await owner.end();
  }
}

test.each([
  ['base-columns', ['shop', 'public'], []],
  ['base-indexes', ['public'], []],
  ['base-types', ['public', 'types'], []],
  [
    'base-views',
    ['app', 'public'],
    ['materialized-view/definition public.counts', 'view/definition app.typed'],
  ],
  [
    'restored-dump',
    ['public'],
    ['materialized-view/definition public.counts', 'view/definition public.bugs'],
  ],
] as const)('%s: a reader that logs in', async (folder, namespaces, undecidable) => {
  await withReader(folder, namespaces, async ({ settings, schema, owner }) => {
    const verdict = await checkParity({ schema, connection: settings });
    expect(verdict.differences).toEqual([]);
    expect(verdict.undecided.map(({ code, object }) => `${code} ${object}`).sort()).toEqual(undecidable);
    expect(verdict.agrees).toBe(undecidable.length === 0);
    for (const { reason } of verdict.undecided) {
      const [grant] = /GRANT .*/.exec(reason) ?? [];
      if (grant === undefined) throw new Error(reason);
      await owner.query(grant);
    }
    // What it says would help, helps.
    const again = await checkParity({ schema, connection: settings });
    expect(findings(again)).toEqual([]);
    expect(again.agrees).toBe(true);
  });
});

test('a namespace of the path that the role may not use is still the one that names are looked for in', async () => {
  await withReader('namespaces-default-path', ['public'], async ({ settings, schema, owner }) => {
    const problem = await checkParity({ schema, connection: settings }).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'parity/no-usage' });
    const [grant] = /GRANT USAGE ON SCHEMA .* TO "[^"]+"/.exec((problem as { fix: string }).fix) ?? [];
    await owner.query(grant ?? '');
    const { differences } = await checkParity({ schema, connection: settings });
    expect(differences).toEqual([]);
  });
});
