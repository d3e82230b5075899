import { FIRST_OID, notOfExtension } from '../../family.ts';
import type { Family } from '../../family.ts';
import { commentFact } from '../administration.ts';
import { left } from './left.ts';
import { inWords } from '../printed.ts';
import { dependsOnFact } from './routine.ts';

/** When a trigger or rule fires: always, or as the session's role in replication says. */
export const ENABLED = { O: 'origin', D: 'disabled', R: 'replica', A: 'always' };

const EVENTS = `ARRAY(SELECT e.event FROM (VALUES (4, 'insert'), (8, 'delete'), (16, 'update'), (32, 'truncate'))
    AS e(bit, event) WHERE g.tgtype & e.bit <> 0 ORDER BY e.bit)`;

// Nothing prints the condition alone, since it may speak of two rows. Whatever the names around it hold, the cut
// leaves all of it.
const CONDITION = `CASE WHEN g.tgqual IS NOT NULL THEN
    substring(pg_get_triggerdef(g.oid) FROM 'FOR EACH (?:ROW|STATEMENT) WHEN \\((.*)\\) EXECUTE FUNCTION ') END`;

// One after the other, each ended by a zero byte.
const ARGUMENTS = `ARRAY(SELECT convert_from(decode(m.argument[1], 'hex'), getdatabaseencoding())
    FROM regexp_matches(encode(g.tgargs, 'hex'), '((?:(?!00)[0-9a-f]{2})*)00', 'g') WITH ORDINALITY AS m(argument, place)
    ORDER BY m.place)`;

/** Triggers that people made, and those that partitions have from the table above them. */
export const trigger: Family = {
  kind: 'trigger',
  beyond: true,
  from: `pg_trigger g
  JOIN pg_class c ON c.oid = g.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace`,
  // One that runs a function of the project's is the project's, whoever owns the table.
  where: `NOT g.tgisinternal AND (${notOfExtension({ catalog: 'pg_class', oid: 'c.oid' })}
    OR g.tgfoid >= ${FIRST_OID} AND ${notOfExtension({ catalog: 'pg_proc', oid: 'g.tgfoid' })})`,
  in: { namespace: 'c.relnamespace' },
  identity: {
    schema: 'n.nspname::text',
    parent: 'c.relname::text',
    name: 'g.tgname::text',
    of: ['pg_trigger.tgname', 'pg_trigger.tgrelid', 'pg_trigger.tgisinternal'],
  },
  facts: {
    timing: {
      sql: `CASE WHEN g.tgtype & 2 <> 0 THEN 'before' WHEN g.tgtype & 64 <> 0 THEN 'instead of' ELSE 'after' END`,
      of: ['pg_trigger.tgtype'],
    },
    events: { sql: EVENTS, of: ['pg_trigger.tgtype'] },
    level: {
      sql: `CASE WHEN g.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END`,
      of: ['pg_trigger.tgtype'],
    },
    columns: {
      sql: `ARRAY(SELECT a.attname::text COLLATE "C" FROM unnest(g.tgattr) AS k(number)
    JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = k.number ORDER BY 1)`,
      of: ['pg_trigger.tgattr'],
    },
    when: { sql: CONDITION, of: ['pg_trigger.tgqual'], expression: true },
    function: { sql: 'g.tgfoid::regprocedure::text', of: ['pg_trigger.tgfoid'] },
    arguments: { sql: ARGUMENTS, of: ['pg_trigger.tgargs'] },
    oldTable: { sql: 'g.tgoldtable::text', of: ['pg_trigger.tgoldtable'] },
    newTable: { sql: 'g.tgnewtable::text', of: ['pg_trigger.tgnewtable'] },
    constraint: { sql: 'g.tgconstraint <> 0', of: ['pg_trigger.tgconstraint'] },
    constraintFrom: {
      sql: 'nullif(g.tgconstrrelid, 0)::regclass::text',
      of: ['pg_trigger.tgconstrrelid'],
    },
    deferrable: { sql: 'g.tgdeferrable', of: ['pg_trigger.tgdeferrable'] },
    deferred: { sql: 'g.tginitdeferred', of: ['pg_trigger.tginitdeferred'] },
    enabled: { sql: inWords('g.tgenabled', ENABLED), of: ['pg_trigger.tgenabled'] },
    inherited: { sql: 'g.tgparentid <> 0', of: ['pg_trigger.tgparentid'] },
    dependsOn: dependsOnFact('pg_trigger', 'g.oid'),
    comment: commentFact('pg_trigger', 'g.oid'),
  },
  left: {
    'pg_trigger.tgnargs': 'how many arguments there are',
    ...left(
      'pg_trigger',
      ['tgconstrindid'],
      'the index behind a constraint, set only for the internal triggers of a foreign key or of uniqueness',
    ),
  },
};
