import type { Expected, Pair } from './pair.ts';

type Row = readonly [live: string, declared: string, expected: Expected];

const member =
  'exists (select 1 from auth.members m where m.org_id = users.org_id and m.user_id = auth.uid())';

const policies: readonly Row[] = [
  ['true', 'true', 'text'],
  ['true', 'false', 'different'],
  ['id = 1', 'id = 1', 'normal form'],
  ['id = 1', '"users"."id" = 1', 'normal form'],
  ['id = 1', '"auth"."users"."id" = 1', 'normal form'],
  ['id = 1', '"auth"."users"."org_id" = 1', 'different'],
  ['b', 'b = true', 'normal form'],
  ['email = current_user', 'email = CURRENT_USER', 'normal form'],
  ['email = current_user', 'email = session_user', 'different'],
  [`email = current_setting('app.email')`, `"email" = current_setting('app.email')`, 'normal form'],
  ['id = auth.uid()', '"auth"."users"."id" = auth.uid()', 'twin'],
  ['id = auth.uid()', `id = nullif(current_setting('app.uid', true), '')::integer`, 'different'],
  ['id = (select auth.uid())', '"auth"."users"."id" = (select auth.uid())', 'twin'],
  ['id = (select auth.uid())', 'id = auth.uid()', 'different'],
  [
    member,
    'exists (select 1 from "auth"."members" "m" where "m"."org_id" = "auth"."users"."org_id" and "m"."user_id" = auth.uid())',
    'twin',
  ],
  [member, member.replace('m.user_id', 'm.org_id'), 'different'],
  [
    member,
    member.replace('auth.members', 'auth.orgs').replaceAll('m.org_id', 'm.id').replace('m.user_id', 'm.id'),
    'different',
  ],
  [member, `not ${member}`, 'different'],
  [member, member.replace('select 1', 'select *'), 'different'],
  // A bare name within a query is that of the other table.
  [member, member.replace('users.org_id', 'org_id'), 'different'],
  ['id in (select user_id from auth.members)', 'id in (select "user_id" from "auth"."members")', 'twin'],
  ['id in (select user_id from auth.members)', 'id = any (select user_id from auth.members)', 'twin'],
  ['id in (select user_id from auth.members)', 'id in (select org_id from auth.members)', 'different'],
  [
    'id in (select user_id from auth.members limit 5)',
    'id in (select user_id from auth.members limit 6)',
    'different',
  ],
  ['id in (values (1), (2))', 'id in (values (1), (2))', 'twin'],
  // Of which a role may see no row at all.
  [
    'id in (select id from auth.secrets where id > 1)',
    'id in (select id from auth.secrets where id > 2)',
    'different',
  ],
  [
    'id in (select id from auth.secrets where id > 1)',
    'id in (select id from auth.secrets where id > 1)',
    'twin',
  ],
  [`email collate "C" < 'x'`, `email < 'x'`, 'different'],
  ['users is not null', 'users.* is not null', 'normal form'],
  // By which name a table goes is nobody's business, and what is asked of it is.
  [member, member.replaceAll(/\bm\b/g, 'other'), 'twin'],
  [member, member.replace('auth.members m', 'auth.members').replaceAll('m.', 'members.'), 'twin'],
  [member, member.replaceAll(/\bm\b/g, 'other').replace('other.user_id', 'other.org_id'), 'different'],
  [
    'id in (select org_id from auth.members m where m.user_id = m.org_id)',
    'id in (select org_id from auth.members)',
    'different',
  ],
  [
    'id in (select m.org_id from auth.members m, auth.members n where m.user_id = n.org_id)',
    'id in (select n.org_id from auth.members m, auth.members n where m.user_id = n.org_id)',
    'different',
  ],
  [
    `email = (select trim(name) from auth.orgs limit 1)`,
    `email = (select btrim(name) from auth.orgs limit 1)`,
    'twin',
  ],
  [`email = (select current_timestamp::text)`, `email = (select now()::text)`, 'twin'],
  [`email = (select current_timestamp::text)`, `email = (select localtimestamp::text)`, 'different'],
  ['id = 1', 'nope = 1', 'different'],
  ['id = 1', '"users"."nope" = 1', 'different'],
  ['id = 1', 'id in (select nope from auth.members)', 'undecided'],
  ['id = 1', 'id in (select id from nowhere)', 'undecided'],
];

const people = 'select id, name from people where age > 5';
const joined = 'select u.id, o.name from auth.users u left join auth.orgs o on o.id = u.org_id';

const views: readonly Row[] = [
  [people, people, 'twin'],
  [people, 'select "id", "name" from "people" where "people"."age" > 5', 'twin'],
  [
    people,
    'select "people"."id", "people"."name" from "public"."people" where ("people"."age" > 5);',
    'twin',
  ],
  [people, `with p as (select * from people) ${people}`, 'different'],
  [people, people.replace('5', '6'), 'different'],
  [people, people.replace('>', '>='), 'different'],
  [people, people.replace('id, name', 'name, id'), 'different'],
  [people, people.replace('name', 'name as title'), 'different'],
  [people, people.replace('name', 'email as name'), 'different'],
  [people, people.replace('select', 'select distinct'), 'different'],
  [people, people.replace('people', 'only people'), 'different'],
  [people, `${people} order by id`, 'different'],
  [people, `${people} limit 5`, 'different'],
  [people, `${people} for update`, 'different'],
  [people, people.replace('people', 'people tablesample system (10)'), 'different'],
  [people, people.replace('where', 'where false and'), 'different'],
  [`${people} limit 5`, `${people} limit 6`, 'different'],
  [`${people} limit 5`, `${people} fetch first 5 rows only`, 'twin'],
  [`${people} offset 5`, `${people} offset 6`, 'different'],
  [`${people} for update`, `${people} for share`, 'different'],
  [`${people} order by email collate "C"`, `${people} order by email`, 'different'],
  [`${people} and false`, `select id, name from people where email = 'x' and false`, 'different'],
  ['select * from people', 'select * from people', 'twin'],
  ['select count(*) from people', 'select count(*) as count from people', 'twin'],
  ['select count(*) from people', 'select count(1) as count from people', 'different'],
  [
    'select sum(age) over (partition by b) from people',
    'select sum(age) over (partition by id) as sum from people',
    'different',
  ],
  [
    'select sum(age) over (order by id rows 1 preceding) from people',
    'select sum(age) over (order by id rows 2 preceding) as sum from people',
    'different',
  ],
  [
    'select distinct on (age) age, id from people order by age, id',
    'select distinct on (age, id) age, id from people order by age, id',
    'different',
  ],
  [
    'select id from people union select id from auth.users',
    'select id from people union all select id from auth.users',
    'different',
  ],
  [joined, joined, 'twin'],
  [joined, joined.replace('left join', 'join'), 'different'],
  [
    'select u.id from auth.users u join auth.orgs o on o.id = u.org_id',
    'select u.id from auth.users u, auth.orgs o where o.id = u.org_id',
    'different',
  ],
  [
    'select id from people where id in (select age from people)',
    'select id from people where exists (select from people p where p.age = people.id)',
    'different',
  ],
  // The join is of no consequence as long as the key is there, and a part of the definition all the same.
  [
    'select u.id from auth.users u left join auth.orgs o on o.id = u.org_id',
    'select u.id from auth.users u',
    'different',
  ],
  ['select id, name from orgs_view', 'select id, name from auth.orgs', 'different'],
  ['select id, name from orgs_view', 'select id, name from orgs_view_too', 'different'],
  [
    `select name from people where name in ('a', 'b')`,
    `select name from people where name in ('a', 'b')`,
    'twin',
  ],
  ['select id, plus_one(age) as next from people', 'select id, age + 1 as next from people', 'different'],
  // Other names for the tables, and for the columns within.
  ['select p.id, p.name from people p where p.age > 5', people, 'twin'],
  ['select p.id, p.name from people p where p.age > 5', people.replace('5', '6'), 'different'],
  [joined, joined.replaceAll(/\bu\b/g, 'person').replaceAll(/\bo\b/g, 'org'), 'twin'],
  [joined, joined.replace('u.id', 'o.id'), 'different'],
  [
    joined,
    joined.replace('auth.users u left join auth.orgs o', 'auth.orgs o left join auth.users u'),
    'different',
  ],
  [
    'select a.id from people a, people b where a.age = b.id',
    'select x.id from people x, people y where x.age = y.id',
    'twin',
  ],
  [
    'select a.id from people a, people b where a.age = b.id',
    'select y.id from people x, people y where x.age = y.id',
    'different',
  ],
  ['select s.id from (select id from people) s', 'select t.id from (select id from people) t', 'twin'],
  [
    'select to_json(s) as j from (select id as a from people) s',
    'select to_json(s) as j from (select id as b from people) s',
    'different',
  ],
  ['select to_json(p) as j from people p', 'select to_json(people) as j from people', 'twin'],
  ['select to_json(p) as j from people as p', 'select to_json(p) as j from people as p(x)', 'different'],
  ['select p.id as a from people p', 'select id from people', 'different'],
  ['select id, current_timestamp as now from people', 'select id, now() as now from people', 'twin'],
  ['select id, localtimestamp as now from people', 'select id, now() as now from people', 'different'],
  [`select btrim(name) as name from people`, `select trim(name) as name from people`, 'twin'],
  ['select id from people where b', 'select id from people where b = true', 'twin'],
  ['select id from people where not b', 'select id from people where not b = true', 'twin'],
  ['select id from people where b', 'select id from people where b = false', 'different'],
  ['select id from people where not b', 'select id from people where b = false', 'twin'],
  ['select id from people where not b', 'select id from people where false = b', 'twin'],
  ['select id from people where not b', 'select id from people where b is not true', 'different'],
  ['select id from people where not b', 'select id from people where b <> true', 'twin'],
  ['select id from people where b', 'select id from people where b <> false', 'twin'],
  ['select id from people where b', 'select id from people where b <> true', 'different'],
  ['select id from people where b', 'select id from people where b is true', 'different'],
  ['select id from people where b', `select id from people where b = (name = 'true')`, 'different'],
  ['select id as ":a b" from people', 'select p.id as ":a b" from people p', 'twin'],
  ['select id as ":a b" from people', 'select p.id as ":a c" from people p', 'different'],
  [String.raw`select 'a\ (b' as "x{" from people`, String.raw`select 'a\ (b' as "x{" from people p`, 'twin'],
  [
    String.raw`select 'a\ (b' as "x{" from people`,
    String.raw`select 'a\ (c' as "x{" from people p`,
    'different',
  ],
  [people, 'select id from', 'undecided'],
  [people, 'select id from nowhere', 'undecided'],
  [people, 'select id, id from people', 'undecided'],
  [people, `${people}; drop table people`, 'undecided'],
  [people, `${people}) with check option --`, 'undecided'],
];

/** Policies of auth.users. */
export const POLICIES: readonly Pair[] = policies.map(([live, declared, expected]) => ({
  as: 'policy',
  live,
  declared,
  expected,
}));

/** Views. */
export const VIEWS: readonly Pair[] = views.map(([live, declared, expected]) => ({
  as: 'view',
  live,
  declared,
  expected,
}));
