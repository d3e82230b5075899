import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { pullSchema } from '../../../src/parity/index.ts';
import type { PulledFile } from '../../../src/parity/index.ts';
import { createTestDatabase } from '../../../src/testing/index.ts';
import { compile, queries, verdictOn } from './pulled.ts';

/** Schemas as applications have them, each with what Drizzle cannot say of it and with what the verdict sees of that. */
const APPLICATIONS: Readonly<
  Record<string, { readonly unsaid: readonly string[]; readonly differs?: readonly string[] }>
> = {
  rental: {
    unsaid: [
      'a comment: public.film',
      'a comment: public.film.rating',
      'the partitions of a table: public.payment',
      'an index of a materialized view: public.rentals_by_store.rentals_by_store_store',
      'an exclusion constraint: public.rental.rental_int4range_rental_period_excl',
      'a domain: public.bıgint',
      'a domain: public.year',
      'a function: public._group_concat(text, text)',
      'a function: public.last_updated()',
      'an aggregate: public.group_concat(text)',
      'a trigger: public.customer.last_updated',
      'a trigger: public.film.film_fulltext_trigger',
    ],
  },
  trade: { unsaid: [] },
  rails: { unsaid: [] },
  auth: {
    unsaid: [
      'a comment: auth.users',
      'a comment: auth.users.is_sso_user',
      'a function: auth.role()',
      'a function: auth.uid()',
      'a function: private.is_member(bigint)',
      'a function: public.handle_new_user()',
      'a trigger: auth.users.on_auth_user_created',
    ],
  },
  django: { unsaid: [] },
  tenants: {
    unsaid: [
      'row level security that is forced on the owner: Tenant Data.invoices',
      'ON DELETE SET for some of the columns: Tenant Data.invoices.invoices_tenant_id_replaces_fkey',
      'the partitions of a table: Tenant Data.user',
      'included columns: Tenant Data.user.user order',
      'an index of a materialized view: Tenant Data.totals.totals_tenant',
      'a function: Tenant Data.current_tenant()',
    ],
    differs: [
      'foreign-key/set-columns Tenant Data.invoices.invoices_tenant_id_replaces_fkey',
      'index/include Tenant Data.user.user order',
      'table/force-rls Tenant Data.invoices',
    ],
  },
};

/** What was pulled, for the compiler, which takes its time. */
const schemas = new Map<string, readonly PulledFile[]>();

test.each(Object.entries(APPLICATIONS))(
  '%s: the verdict on what is pulled finds what cannot be declared, and no more',
  async (name, { unsaid, differs = [] }) => {
    await using database = await createTestDatabase({ migrate: false });
    const client = new Client(database.url);
    await client.connect();
    try {
      await client.query(await readFile(path.join(__dirname, 'applications', `${name}.sql`), 'utf8'));
      const pulled = await pullSchema({ connection: client });
      schemas.set(name, pulled.files);
      expect(await verdictOn(pulled, client)).toEqual(differs);
      expect(pulled.unsaid.map(({ what, object }) => `${what}: ${object}`)).toEqual(unsaid);
      // Every table can be asked, with all that it is related to.
      const db = queries(client, pulled.files);
      for (const table of Object.values(db.query)) expect(await table.findMany({ limit: 1 })).toEqual([]);
    } finally {
      await client.end();
    }
  },
);

test('all of it is TypeScript', () => {
  expect([...schemas.keys()]).toEqual(Object.keys(APPLICATIONS));
  expect(compile(schemas)).toEqual([]);
});
