import type { QueryConfig } from 'pg';
import { connect } from '../../../postgres/client.ts';
import type { ConnectionSettings } from '../../../postgres/settings.ts';
import { withSettings } from '../../../postgres/settings.ts';

/** PostgreSQL 16: the first that plans a statement without the values of its parameters. */
const FIRST_WITH_GENERIC_PLAN = 160_000;

interface Line {
  readonly 'QUERY PLAN': string;
}

const LONGEST_MS = 5000;

/** What only reads, as far as its beginning tells; the transaction around it sees to the rest. */
const READS = /^(?:\s|--[^\n]*\n|\/\*.*?\*\/|\()*(?:select|with|values|table)\b/is;
const WRITES = /\b(?:insert\s+into|update|delete\s+from|merge\s+into|into)\b/i;

/** A plan, or why there is none. */
export type Plan = { readonly plan: string } | { readonly noPlan: string };

/**
 * The plan that the server would make for a statement, whatever its parameters. The statement does not run: it goes over
 * another connection, in a transaction that may only read, as one statement.
 */
export async function planOf(
  sql: string,
  parameterCount: number,
  settings: ConnectionSettings,
): Promise<Plan> {
  if (!READS.test(sql) || WRITES.test(sql)) return { noPlan: 'only statements that read are explained' };
  try {
    const client = await connect(
      withSettings(settings, {
        applicationName: `${settings.applicationName} explain`,
        timeouts: { ...settings.timeouts, connect: LONGEST_MS, statement: LONGEST_MS, lock: LONGEST_MS },
      }),
    );
    // What a server that has gone would never say: it goes with its connection.
    const timer = setTimeout(() => void client.end().catch(() => undefined), LONGEST_MS);
    try {
      const { rows: version } = await client.query<{ server_version_num: string }>('show server_version_num');
      if (Number(version[0]?.server_version_num) < FIRST_WITH_GENERIC_PLAN)
        return { noPlan: 'PostgreSQL 16 is the first that explains a statement without its values' };
      await client.query('begin read only');
      const text = `explain (generic_plan) ${sql}`;
      // The extended protocol takes one statement: what stands behind a semicolon is refused, not run. It plans for the
      // values that it is given, nulls here, so that a statement that has passed it is asked about again without any.
      const values = Array.from({ length: parameterCount }, () => null);
      const first: QueryConfig & { queryMode: string } = { text, values, queryMode: 'extended' };
      const tried = await client.query<Line>(first);
      const { rows } = parameterCount === 0 ? tried : await client.query<Line>(text);
      return { plan: rows.map((row) => row['QUERY PLAN']).join('\n') };
    } finally {
      clearTimeout(timer);
      await client.end();
    }
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    return { noPlan: typeof code === 'string' ? code : String(message) };
  }
}
