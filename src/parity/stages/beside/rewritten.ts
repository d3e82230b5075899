import type { Client } from 'pg';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import type { Finding } from '../../fix/index.ts';
import { nextValue } from './carried.ts';
import { typesOf } from './find.ts';

/** Changes the type of a column of a table that is gone again afterwards, and says whether that was written anew. */
const TRIAL = `DO $trial$
DECLARE
  before oid;
  rewritten boolean := true;
BEGIN
  BEGIN
    EXECUTE %MADE%;
    before := pg_relation_filenode('pg_temp.keelson_trial');
    EXECUTE %CHANGED%;
    rewritten := before <> pg_relation_filenode('pg_temp.keelson_trial');
    RAISE EXCEPTION 'enough';
  EXCEPTION WHEN OTHERS THEN NULL;
  END;
  PERFORM set_config('keelson.rewritten', rewritten::text, false);
END $trial$`;

const ANSWER = `SELECT current_setting('keelson.rewritten') = 'true' AS rewritten`;

/** Those changes of types for which Postgres would write all rows anew while nobody can read them, asked of the server. */
export async function rewrittenBy(
  client: Client,
  findings: readonly Finding[],
): Promise<ReadonlySet<Finding>> {
  const rewritten = new Set<Finding>();
  for (const finding of findings) {
    const { live } = finding.subject;
    if (finding.kind !== 'column' || finding.attribute !== 'type' || live === undefined) continue;
    const types = typesOf(finding);
    const column = { ...live, name: 'c' };
    const value = nextValue({ live: column, types });
    const using = value === '"c"' || value === 'c' ? '' : ` USING ${value}`;
    const trial = {
      MADE: `CREATE TEMPORARY TABLE keelson_trial (c ${types.from})`,
      CHANGED: `ALTER TABLE pg_temp.keelson_trial ALTER COLUMN c TYPE ${types.to}${using}`,
    };
    await client.query(
      TRIAL.replace('%MADE%', () => quoteLiteral(trial.MADE)).replace('%CHANGED%', () =>
        quoteLiteral(trial.CHANGED),
      ),
    );
    const { rows } = await client.query<{ rewritten: boolean }>(ANSWER);
    if (rows[0]?.rewritten === true) rewritten.add(finding);
  }
  return rewritten;
}
