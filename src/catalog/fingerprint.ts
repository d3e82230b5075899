import type { ClientBase } from 'pg';

/** The catalogues that hold what a verdict is about. */
const CATALOGUES = [
  'pg_namespace',
  'pg_class',
  'pg_attribute',
  'pg_attrdef',
  'pg_constraint',
  'pg_index',
  'pg_type',
  'pg_enum',
  'pg_sequence',
  'pg_rewrite',
  'pg_policy',
  'pg_proc',
  'pg_trigger',
];

// A catalogue's row is written anew by whatever changes it, and has the transaction that did so.
const FINGERPRINT = `SELECT string_agg(rows || ' ' || writers, ',' ORDER BY catalogue) AS fingerprint FROM (
${CATALOGUES.map(
  (name) =>
    `  SELECT '${name}' AS catalogue, count(*) AS rows, sum(xmin::text::bigint) AS writers FROM pg_catalog.${name}`,
).join('\n  UNION ALL\n')}
) AS catalogues`;

/** A text that is another one as soon as anything in the database's catalogue was changed. */
export async function catalogFingerprint(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ fingerprint: string }>(FINGERPRINT);
  return rows[0]?.fingerprint ?? '';
}
