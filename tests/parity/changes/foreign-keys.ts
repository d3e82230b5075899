import type { ChangeTable } from './change.ts';

const PAIR = 'keys.children.children_pair';
const CODE = 'keys.children.children_code_parents';

/** The same key with something else about it. */
const pair = (definition: string): string =>
  `alter table keys.children drop constraint children_pair, add constraint children_pair ${definition}`;
const code = (definition: string): string =>
  `alter table keys.children drop constraint children_code_parents, add constraint children_code_parents
   foreign key (code) ${definition}`;

export const foreignKeys: ChangeTable = {
  schema: 'base-keys',
  changes: [
    {
      change: 'alter table keys.children drop constraint children_pair',
      expect: [`foreign-key/missing ${PAIR}`],
    },
    {
      change: 'alter table keys.children drop constraint children_parent_parents_id_fk',
      expect: ['foreign-key/missing keys.children.children_parent_parents_id_fk'],
    },
    {
      change:
        'alter table keys.loose add constraint loose_parent foreign key (parent) references keys.parents',
      expect: ['foreign-key/undeclared keys.loose.loose_parent'],
    },
    {
      change:
        'alter table keys.children add constraint again foreign key (parent) references keys.parents on delete cascade',
      expect: ['foreign-key/undeclared keys.children.again'],
    },
    {
      change: 'alter table keys.children rename constraint children_pair to children_other',
      expect: [`foreign-key/renamed ${PAIR}`],
    },
    {
      change: pair('foreign key (x, y) references keys.parents (a, b) on delete cascade on update cascade'),
      expect: [`foreign-key/on-delete ${PAIR}`],
    },
    {
      change: pair('foreign key (x, y) references keys.parents (a, b) on delete set null'),
      expect: [`foreign-key/on-update ${PAIR}`],
    },
    {
      change: pair('foreign key (x, y) references keys.parents (a, b) on delete set null on update restrict'),
      expect: [`foreign-key/on-update ${PAIR}`],
    },
    {
      change: pair(
        'foreign key (x, y) references keys.parents (a, b) on delete set null (x) on update cascade',
      ),
      expect: [`foreign-key/set-columns ${PAIR}`],
    },
    {
      change: pair(
        'foreign key (x, y) references keys.parents (a, b) match full on delete set null on update cascade',
      ),
      expect: [`foreign-key/match ${PAIR}`],
    },
    {
      change: pair('foreign key (x, y) references keys.parents (b, a) on delete set null on update cascade'),
      expect: [`foreign-key/referenced-columns ${PAIR}`],
    },
    {
      change: pair('foreign key (y, x) references keys.parents (a, b) on delete set null on update cascade'),
      expect: [`foreign-key/columns ${PAIR}`],
    },
    // The same pairs in another order are the same key.
    {
      change: pair('foreign key (y, x) references keys.parents (b, a) on delete set null on update cascade'),
      expect: [],
    },
    { change: code('references keys.parents (code) on delete no action'), expect: [] },
    {
      change: code('references keys.parents (code) on delete restrict'),
      expect: [`foreign-key/on-delete ${CODE}`],
    },
    {
      change: code('references keys.parents (code) on delete set default'),
      expect: [`foreign-key/on-delete ${CODE}`],
    },
    { change: code('references keys.parents (code) deferrable'), expect: [`foreign-key/deferrable ${CODE}`] },
    {
      change:
        'alter table keys.children alter constraint children_code_parents deferrable initially deferred',
      expect: [`foreign-key/deferrable ${CODE}`, `foreign-key/deferred ${CODE}`],
    },
    { change: code('references keys.parents (code) not valid'), expect: [`foreign-key/validated ${CODE}`] },
    {
      change: code('references keys.parents (code) not enforced'),
      expect: [`foreign-key/enforced ${CODE}`],
      since: 18,
    },
    { change: code('references keys.parents (name)'), expect: [`foreign-key/referenced-columns ${CODE}`] },
    {
      change: `alter table keys.children drop constraint children_parent_parents_id_fk;
        alter table keys.children add constraint children_parent_parents_id_fk
          foreign key (parent) references keys.others on delete cascade`,
      expect: ['foreign-key/references keys.children.children_parent_parents_id_fk'],
    },
    {
      change: 'alter table keys.children disable trigger all',
      expect: [
        `foreign-key/triggers-enabled ${CODE}`,
        `foreign-key/triggers-enabled ${PAIR}`,
        'foreign-key/triggers-enabled keys.children.children_parent_parents_id_fk',
      ],
    },
    {
      change: 'alter table keys.parents disable trigger all',
      expect: [
        `foreign-key/triggers-enabled ${CODE}`,
        `foreign-key/triggers-enabled ${PAIR}`,
        'foreign-key/triggers-enabled keys.children.children_parent_parents_id_fk',
      ],
    },
    {
      change: `do $$ declare one name; begin
        select tgname into one from pg_trigger join pg_constraint k on k.oid = tgconstraint
        where conname = 'children_pair' and tgrelid = 'keys.children'::regclass order by tgname limit 1;
        execute format('alter table keys.children enable replica trigger %I', one);
      end $$`,
      expect: [`foreign-key/triggers-enabled ${PAIR}`],
    },
    {
      change: `do $$ declare one name; begin
        for one in select tgname from pg_trigger where tgisinternal and tgrelid = 'keys.children'::regclass loop
          execute format('alter table keys.children enable always trigger %I', one);
        end loop;
      end $$`,
      expect: [],
    },
    { change: 'alter table keys.children disable trigger user', expect: [] },
    {
      change:
        'alter table keys.children rename constraint children_parent_parents_id_fk to children_parent_foreign',
      expect: [],
    },
    {
      change: 'alter table keys.children rename column parent to owner',
      expect: ['column/renamed keys.children.parent'],
    },
    {
      change: 'alter table keys.parents rename column id to key',
      expect: ['column/renamed keys.parents.id'],
    },
    { change: 'alter table keys.parents rename to elders', expect: ['table/renamed keys.parents'] },
  ],
};
