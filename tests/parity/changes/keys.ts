import type { ChangeTable } from './change.ts';

const again = (kind: 'primary key' | 'unique', name: string, table: string, definition: string): string =>
  `alter table keys.${table} drop constraint ${name}, add constraint ${name} ${kind} ${definition}`;

/** Primary keys and unique constraints. */
export const keys: ChangeTable = {
  schema: 'base-keys',
  changes: [
    {
      change: 'alter table keys.children drop constraint children_key',
      expect: ['primary-key/missing keys.children.children_key'],
    },
    {
      change: 'alter table keys.others drop constraint others_pkey',
      expect: ['primary-key/missing keys.others.others_pkey'],
    },
    {
      change: 'alter table keys.loose add constraint loose_key primary key (a)',
      expect: ['primary-key/undeclared keys.loose.loose_key'],
    },
    {
      change: 'alter table keys.children rename constraint children_key to children_other',
      expect: ['primary-key/renamed keys.children.children_key'],
    },
    {
      change: again('primary key', 'children_key', 'children', '(id, rank)'),
      expect: ['primary-key/columns keys.children.children_key'],
    },
    {
      change: again('primary key', 'children_key', 'children', '(rank, id, state)'),
      expect: ['primary-key/columns keys.children.children_key'],
    },
    {
      change: again('primary key', 'children_key', 'children', '(rank)'),
      expect: ['primary-key/columns keys.children.children_key'],
    },
    {
      change: again('primary key', 'children_key', 'children', '(rank, id) include (code)'),
      expect: ['primary-key/include keys.children.children_key'],
    },
    {
      change: again('primary key', 'children_key', 'children', '(rank, id) deferrable'),
      expect: ['primary-key/deferrable keys.children.children_key'],
    },
    {
      change: again('primary key', 'children_key', 'children', '(rank, id) deferrable initially deferred'),
      expect: [
        'primary-key/deferrable keys.children.children_key',
        'primary-key/deferred keys.children.children_key',
      ],
    },
    {
      change: again('primary key', 'others_pkey', 'others', '(a)'),
      expect: ['primary-key/columns keys.others.others_pkey'],
    },
    {
      change: `alter table keys.others drop constraint others_pkey; alter table keys.others add unique (id)`,
      expect: ['primary-key/missing keys.others.others_pkey', 'unique/undeclared keys.others.others_id_key'],
    },
    {
      change: 'alter table keys.children rename column rank to place',
      expect: ['column/renamed keys.children.rank'],
    },
    { change: 'alter table keys.others rename constraint others_pkey to anything', expect: [] },

    {
      change: 'alter table keys.children drop constraint children_code',
      expect: ['unique/missing keys.children.children_code'],
    },
    {
      change: 'alter table keys.loose add constraint loose_a unique (a)',
      expect: ['unique/undeclared keys.loose.loose_a'],
    },
    {
      change: 'alter table keys.children add constraint children_code_again unique (code, x)',
      expect: ['unique/undeclared keys.children.children_code_again'],
    },
    {
      change: 'alter table keys.children rename constraint children_code to other_code',
      expect: ['unique/renamed keys.children.children_code'],
    },
    {
      change: again('unique', 'children_code', 'children', '(x, code)'),
      expect: ['unique/columns keys.children.children_code'],
    },
    {
      change: again('unique', 'children_code', 'children', '(code)'),
      expect: ['unique/columns keys.children.children_code'],
    },
    {
      change: again('unique', 'children_code', 'children', '(code, y)'),
      expect: ['unique/columns keys.children.children_code'],
    },
    {
      change: again('unique', 'children_code', 'children', '(code, x) include (y)'),
      expect: ['unique/include keys.children.children_code'],
    },
    {
      change: again('unique', 'children_code', 'children', '(code, x) deferrable'),
      expect: ['unique/deferrable keys.children.children_code'],
    },
    {
      change: again('unique', 'children_code', 'children', '(code, x) initially deferred'),
      expect: [
        'unique/deferrable keys.children.children_code',
        'unique/deferred keys.children.children_code',
      ],
    },
    {
      change: `alter table keys.children drop constraint children_code,
        add constraint children_code unique nulls not distinct (code, x)`,
      expect: ['unique/nulls-not-distinct keys.children.children_code'],
    },
    {
      change: again('unique', 'parents_name', 'parents', '(name)'),
      expect: ['unique/nulls-not-distinct keys.parents.parents_name'],
    },
    {
      change: `alter table keys.children drop constraint children_code;
        create unique index children_code on keys.children (code, x)`,
      expect: ['index/undeclared keys.children.children_code', 'unique/missing keys.children.children_code'],
    },
    {
      change: 'alter table keys.parents rename column name to title',
      expect: ['column/renamed keys.parents.name'],
    },
    {
      change: 'alter table keys.parents rename constraint parents_code_unique to parents_code_key',
      expect: [],
    },
    {
      change: `alter table keys.children drop constraint children_code;
        create unique index children_code on keys.children (code, x);
        alter table keys.children add unique using index children_code`,
      expect: [],
    },
    { change: 'alter index keys.children_key set (fillfactor = 50)', expect: [] },
    { change: 'set local search_path = keys, pg_catalog', expect: [] },
    { change: `set local search_path = ''`, expect: [] },
  ],
};
