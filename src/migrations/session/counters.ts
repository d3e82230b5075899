import type { Client } from 'pg';
import type { HistoryTable } from '../history.ts';

/** The sequences of Knex's tables and of ours; a rollback does not set them back. */
const READ = `
select format('%I.%I', schemaname, sequencename) as name, coalesce(last_value, start_value)::text as value,
  last_value is not null as "isCalled"
from pg_sequences
where (schemaname = 'keelson' or (schemaname = $1 and sequencename in ($2 || '_id_seq', $2 || '_lock_index_seq')))
  and has_sequence_privilege(format('%I.%I', schemaname, sequencename), 'update, select')
order by 1`;

/** Where a counter stands. */
export interface Counter {
  readonly name: string;
  readonly value: string;
  readonly isCalled: boolean;
}

/** Where the counters of the history stand, while nobody else migrates. */
export async function countersOf(
  client: Client,
  { schema, name }: HistoryTable,
): Promise<readonly Counter[]> {
  return (await client.query<Counter>(READ, [schema, name])).rows;
}

/** Sets them back to where they stood. */
export async function resetCounters(client: Client, counters: readonly Counter[]): Promise<void> {
  for (const { name, value, isCalled } of counters) {
    await client.query('select setval($1::text::regclass, $2::bigint, $3)', [name, value, isCalled]);
  }
}
