import type { Client } from 'pg';
import type { HistoryTable } from '../history.ts';

/**
 * The sequences of Knex's tables; a rollback does not set them back. Those of our records belong to other histories too,
 * which may be deployed meanwhile.
 */
const READ = `
select pg_get_serial_sequence(made.table, made.column) as name,
  coalesce(s.last_value, s.start_value)::text as value, s.last_value is not null as "isCalled"
from (values (format('%I.%I', $1::text, $2::text), 'id'),
  (format('%I.%I', $1::text, $2::text || '_lock'), 'index')) as made ("table", "column")
join pg_sequences s
  on format('%I.%I', s.schemaname, s.sequencename)::regclass = pg_get_serial_sequence(made.table, made.column)::regclass
where to_regclass(made.table) is not null
  and has_sequence_privilege(pg_get_serial_sequence(made.table, made.column), 'update, select')
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
