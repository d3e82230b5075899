import { update } from '../beyond/change.ts';
import type { Area } from '../beyond/change.ts';

const again = (table: string, name: string, definition: string): string =>
  `alter table s.${table} drop constraint ${name}, add constraint ${name} ${definition}`;
const constraint = (name: string, set: string): string => update('pg_constraint', set, `conname = '${name}'`);

/** What an index that keeps a constraint says of it. */
function indexed(table: string, name: string): Readonly<Record<string, string | readonly [string, string]>> {
  return {
    tablespace: update(
      'pg_class',
      `reltablespace = (select oid from pg_tablespace where spcname = 'pg_global')`,
      `oid = 's.${name}'::regclass`,
    ),
    valid: update('pg_index', 'indisvalid = false', `indexrelid = 's.${name}'::regclass`),
    clustered: update('pg_index', 'indisclustered = true', `indexrelid = 's.${name}'::regclass`),
    replicaIdentity: update('pg_index', 'indisreplident = true', `indexrelid = 's.${name}'::regclass`),
    indexComment: `comment on index s.${name} is 'changed'`,
    ...common(table, name),
  };
}

function common(table: string, name: string): Readonly<Record<string, string>> {
  return {
    parents: constraint(name, 'coninhcount = 1'),
    local: constraint(name, 'conislocal = false'),
    inherited: constraint(name, `conparentid = 1`),
    comment: `comment on constraint ${name} on s.${table} is 'changed'`,
  };
}

const KEY = 'foreign key (a) references s.k (a) on delete set null';
const fk = (definition: string): string => again('f', 'f_k', definition);
const states = update(
  'pg_trigger',
  `tgenabled = 'A'`,
  `tgconstraint = (select oid from pg_constraint where conname = 'f_k')`,
);

/** Constraints of tables. */
export const CONSTRAINTS: Area = {
  setup: `
    create table s.k (
      a int not null, b int not null, c int, n int,
      r int4range not null, t int4range not null,
      constraint k_pkey primary key (a),
      constraint k_b unique (b),
      constraint k_n check (n > 0),
      constraint k_x exclude using gist (r with &&)
    );
    create table s.ranges (r int4range, t int4range, constraint ranges_pkey primary key (r, t));
    create table s.ranges_too (r int4range, t int4range, constraint ranges_too_key unique (r, t));
    create table s.k_too (a int primary key);
    create table s.f (a int, b int, constraint f_k ${KEY});`,
  objects: [
    {
      object: 'primary key s.k.k_pkey',
      changes: {
        ...indexed('k', 'k_pkey'),
        with: 'alter index s.k_pkey set (fillfactor = 50)',
        columns: [
          `alter table s.f drop constraint f_k; alter table s.k drop constraint k_pkey, add constraint k_pkey primary key (b, a)`,
          'foreign key s.f.f_k',
        ],
        include: [
          `alter table s.f drop constraint f_k; ${again('k', 'k_pkey', 'primary key (a) include (c, n)')}`,
          'foreign key s.f.f_k',
        ],
        deferrable: [
          `alter table s.f drop constraint f_k; ${again('k', 'k_pkey', 'primary key (a) deferrable')}`,
          'foreign key s.f.f_k',
        ],
        'deferrable, deferred': [
          `alter table s.f drop constraint f_k; ${again('k', 'k_pkey', 'primary key (a) deferrable initially deferred')}`,
          'foreign key s.f.f_k',
        ],
      },
    },
    {
      object: 'primary key s.ranges.ranges_pkey',
      since: 18,
      changes: { withoutOverlaps: again('ranges', 'ranges_pkey', 'primary key (r, t without overlaps)') },
    },
    {
      object: 'unique s.k.k_b',
      changes: {
        ...indexed('k', 'k_b'),
        with: 'alter index s.k_b set (fillfactor = 50)',
        columns: again('k', 'k_b', 'unique (b, c)'),
        include: again('k', 'k_b', 'unique (b) include (c)'),
        deferrable: again('k', 'k_b', 'unique (b) deferrable'),
        'deferrable, deferred': again('k', 'k_b', 'unique (b) deferrable initially deferred'),
        nullsNotDistinct: again('k', 'k_b', 'unique nulls not distinct (b)'),
      },
    },
    {
      object: 'unique s.ranges_too.ranges_too_key',
      since: 18,
      changes: { withoutOverlaps: again('ranges_too', 'ranges_too_key', 'unique (r, t without overlaps)') },
    },
    {
      object: 'foreign key s.f.f_k',
      changes: {
        ...common('f', 'f_k'),
        columns: fk(KEY.replace('(a)', '(b)')),
        'references, referencedIndex': fk(KEY.replace('s.k', 's.k_too')),
        'referencedColumns, referencedIndex': fk(KEY.replace('s.k (a)', 's.k (b)')),
        'onUpdate, triggers': fk(`${KEY} on update cascade`),
        'onDelete, triggers': fk(KEY.replace('set null', 'cascade')),
        match: fk(KEY.replace('on delete', 'match full on delete')),
        deferrable: fk(`${KEY} deferrable`),
        'deferrable, deferred': fk(`${KEY} deferrable initially deferred`),
        validated: fk(`${KEY} not valid`),
        setColumns: fk(`${KEY} (a)`),
        'triggersEnabled, triggers': 'alter table s.f disable trigger all',
        triggers: states,
        referencedIndex: constraint('f_k', `conindid = 's.k_b'::regclass`),
      },
    },
    {
      object: 'foreign key s.f.f_k',
      since: 18,
      changes: {
        'enforced, validated, triggers': fk(`${KEY} not enforced`),
        period: constraint('f_k', 'conperiod = true'),
      },
    },
    {
      object: 'check s.k.k_n',
      changes: {
        ...common('k', 'k_n'),
        expression: again('k', 'k_n', 'check (n > 1)'),
        'expression, columns': again('k', 'k_n', 'check (c > 0)'),
        noInherit: again('k', 'k_n', 'check (n > 0) no inherit'),
        validated: again('k', 'k_n', 'check (n > 0) not valid'),
      },
    },
    {
      object: 'check s.k.k_n',
      since: 18,
      changes: { 'enforced, validated': again('k', 'k_n', 'check (n > 0) not enforced') },
    },
    {
      object: 'exclusion constraint s.k.k_x',
      changes: {
        ...indexed('k', 'k_x'),
        definition: again('k', 'k_x', 'exclude using gist (r with =)'),
        'definition, columns': again('k', 'k_x', 'exclude using gist (t with &&)'),
        'definition, include': again('k', 'k_x', 'exclude using gist (r with &&) include (c)'),
        'definition, deferrable': again('k', 'k_x', 'exclude using gist (r with &&) deferrable'),
        'definition, deferrable, deferred': again(
          'k',
          'k_x',
          'exclude using gist (r with &&) deferrable initially deferred',
        ),
        statistics: update('pg_attribute', 'attstattarget = 7', `attrelid = 's.k_x'::regclass`),
        'definition, with': again('k', 'k_x', 'exclude using gist (r with &&) with (fillfactor = 50)'),
      },
    },
    {
      object: 'not null constraint s.k.k_a_not_null',
      since: 18,
      changes: {
        ...common('k', 'k_a_not_null'),
        columns: [update('pg_constraint', `conkey = '{2}'`, `conname = 'k_a_not_null'`)],
        noInherit: constraint('k_a_not_null', 'connoinherit = true'),
        validated: [constraint('k_a_not_null', 'convalidated = false'), 'column s.k.a: notNullValidated'],
        enforced: constraint('k_a_not_null', 'conenforced = false'),
      },
    },
  ],
};
