import type { ChangeTable } from './change.ts';

const check = (name: string, definition: string): string =>
  `alter table keys.children drop constraint children_${name},
     add constraint children_${name} check (${definition}`;

/** Conditions, the same in other words among them. */
export const checks: ChangeTable = {
  schema: 'base-keys',
  changes: [
    {
      change: 'alter table keys.children drop constraint children_state',
      expect: ['check/missing keys.children.children_state'],
    },
    {
      change: 'alter table keys.loose add constraint loose_positive check (a > 0)',
      expect: ['check/undeclared keys.loose.loose_positive'],
    },
    {
      change: 'alter table keys.children rename constraint children_times to children_order',
      expect: ['check/renamed keys.children.children_times'],
    },
    {
      change: check('state', `state in ('new', 'old', 'lost'))`),
      expect: ['check/expression keys.children.children_state'],
    },
    {
      change: check('state', `state in ('new'))`),
      expect: ['check/expression keys.children.children_state'],
    },
    {
      change: check('state', `state in ('New', 'old'))`),
      expect: ['check/expression keys.children.children_state'],
    },
    {
      change: check('state', `state not in ('new', 'old'))`),
      expect: ['check/expression keys.children.children_state'],
    },
    { change: check('state', 'true)'), expect: ['check/expression keys.children.children_state'] },
    {
      change: check(
        'state',
        `(state)::text = any (array[('new'::character varying)::text, ('old'::character varying)::text]))`,
      ),
      expect: [],
    },
    {
      change: check(
        'state',
        `(state)::text = any ((array['new'::character varying, 'old'::character varying])::text[]))`,
      ),
      expect: [],
    },
    { change: check('times', 'begins <= ends)'), expect: ['check/expression keys.children.children_times'] },
    { change: check('times', 'ends < begins)'), expect: ['check/expression keys.children.children_times'] },
    {
      change: check('times', `begins + interval '1 day' < ends)`),
      expect: ['check/expression keys.children.children_times'],
    },
    { change: check('times', '((begins) < (ends)))'), expect: [] },
    { change: check('times', 'children.begins < children.ends)'), expect: [] },
    {
      change: check('times', 'begins < ends) not valid'),
      expect: ['check/validated keys.children.children_times'],
    },
    {
      change: check('times', 'begins < ends) no inherit'),
      expect: ['check/no-inherit keys.children.children_times'],
    },
    {
      change: check('times', 'begins < ends) not enforced'),
      expect: ['check/enforced keys.children.children_times'],
      since: 18,
    },
    // Other parentheses are another condition.
    {
      change: check('rank', '(rank > 0 and id > 0) or x > 0)'),
      expect: ['check/expression keys.children.children_rank'],
    },
    {
      change: check('rank', 'rank > 0 and (id > 0 and x > 0))'),
      expect: ['check/expression keys.children.children_rank'],
    },
    {
      change: check('rank', 'rank >= 1 and (id > 0 or x > 0))'),
      expect: ['check/expression keys.children.children_rank'],
    },
    {
      change: check('rank', 'rank > 0 and (id > 0 or y > 0))'),
      expect: ['check/expression keys.children.children_rank'],
    },
    { change: check('rank', '(((rank > 0)) and (id > 0 or (x > 0))))'), expect: [] },
    {
      change: 'alter table keys.children rename column begins to starts',
      expect: ['column/renamed keys.children.begins'],
    },
    {
      change: 'alter table keys.children rename column state to status',
      expect: ['column/renamed keys.children.state'],
    },
    {
      change: 'alter table keys.children rename to offspring',
      expect: ['table/renamed keys.children'],
    },
    {
      change: `alter table keys.children drop constraint children_times;
        create function keys.fine(timestamp, timestamp) returns boolean language sql immutable as 'select $1 < $2';
        alter table keys.children add constraint children_times check (keys.fine(begins, ends))`,
      expect: ['check/expression keys.children.children_times'],
    },
    {
      change: check('state', `state collate "C" in ('new', 'old'))`),
      expect: ['check/expression keys.children.children_state'],
    },
    {
      change: check('times', `case when begins is null then true else begins < ends end)`),
      expect: ['check/expression keys.children.children_times'],
    },
  ],
};
