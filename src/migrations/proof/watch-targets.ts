import type { MigrationSession } from '../session/session.ts';
import { targetsOf } from './targets.ts';

/** Tables by the names that were written: for a view those below it, for a part the whole, for a whole its parts. */
const RESOLVE = `
with recursive named (oid) as (
  select to_regclass(name)::oid from unnest($1::text[]) as written (name) where to_regclass(name) is not null
  union
  select other.oid from named
  cross join lateral (
    select d.refobjid from pg_rewrite r
    join pg_class v on v.oid = r.ev_class and v.relkind = 'v'
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
    where r.ev_class = named.oid
    union all select i.inhrelid from pg_inherits i where i.inhparent = named.oid
    union all select i.inhparent from pg_inherits i join pg_class p on p.oid = i.inhrelid and p.relispartition
      where i.inhrelid = named.oid
  ) as other (oid)
)
select oid::text as oid from named order by oid`;

/** What a migration's statements said. */
export interface SaidByStatements {
  /** The tables that they name as those whose rows they change, by their oids. */
  readonly targets: ReadonlySet<string>;
  /** All of them, one after the other. */
  readonly text: string;
}

/** Runs `use` and listens to the statements that get to the server. Whoever listens already goes on to. */
export async function listening(
  session: MigrationSession,
  use: () => Promise<void>,
): Promise<SaidByStatements> {
  const { gate, client } = session;
  const targets = new Set<string>();
  const texts: string[] = [];
  const before = gate.observe;
  gate.observe = async (config, execute) => {
    texts.push(config.text);
    const named = await targetsOf(client, config.text);
    if (named.size > 0) {
      const { rows } = await client.query<{ oid: string }>(RESOLVE, [[...named]]);
      for (const { oid } of rows) targets.add(oid);
    }
    return await (before === undefined ? execute() : before(config, execute));
  };
  try {
    await use();
  } finally {
    gate.observe = before;
  }
  return { targets, text: texts.join('\n') };
}
