import type { Change, ChangeTable } from './change.ts';

const value = (column: string, expression: string, ...expect: readonly string[]): Change => ({
  change: `alter table forms alter column ${column} set default ${expression}`,
  expect,
});
const check = (name: string, condition: string, ...expect: readonly string[]): Change => ({
  change: `alter table forms drop constraint ${name}; alter table forms add constraint ${name} check (${condition})`,
  expect,
});
const index = (name: string, definition: string, ...expect: readonly string[]): Change => ({
  change: `drop index ${name}; create index ${name} on forms ${definition}`,
  expect,
});
const policy = (condition: string, ...expect: readonly string[]): Change => ({
  change: `alter policy forms_own on forms using (${condition})`,
  expect,
});
const view = (name: string, query: string, ...expect: readonly string[]): Change => ({
  change: `drop view ${name}; create view ${name} as ${query}`,
  expect,
});

const due = 'column/default public.forms.due';
const utc = 'column/default public.forms.utc';
const short = 'column/default public.forms.short';
const own = 'policy/using public.forms.forms_own';
const recent = 'view/definition public.recent';
const flagged = 'view/definition public.flagged';
const joined = (on: string, where: string): string =>
  `select f.id, t.owner from forms f join tenants t on ${on} where ${where}`;

/** Another way to write the same, and beside it what looks alike and is another thing. */
export const equalForms: ChangeTable = {
  schema: 'base-forms',
  changes: [
    // A condition that always holds is none.
    index('forms_all', '(deleted) where true'),
    index('forms_all', '(deleted)'),
    index('forms_all', '(deleted) where deleted is null', 'index/where public.forms.forms_all'),

    // The moment at which a transaction began, by its other names.
    value('due', `current_timestamp + interval '7 days'`),
    value('due', `transaction_timestamp() + '7 days'`),
    value('due', `current_timestamp + interval '8 days'`, due),
    value('due', `localtimestamp + interval '7 days'`, due),
    value('due', `statement_timestamp() + interval '7 days'`, due),
    value('utc', `current_timestamp at time zone 'utc'`),
    value('utc', `timezone('utc', now())`),
    value('utc', `timezone('utc', current_timestamp)`),
    value('utc', `timezone('cet', now())`, utc),
    value('utc', 'now()', utc),
    value('short', 'current_timestamp(3)'),
    value('short', 'localtimestamp'),
    value('short', 'current_timestamp(0)', short),
    value('zoned', 'now()'),
    value('zoned', 'current_timestamp(0)', 'column/default public.forms.zoned'),
    value('until', 'now()::date + 30'),
    value('until', 'now()::date + 31', 'column/default public.forms.until'),
    value('word', 'current_timestamp::text'),
    value('word', 'localtimestamp::text', 'column/default public.forms.word'),
    value('seconds', 'extract(epoch from current_timestamp)'),
    value('seconds', `date_part('epoch', now())`, 'column/default public.forms.seconds'),
    value('clock', 'localtime'),
    value('clock', 'current_time'),
    value('clock', 'localtime(0)', 'column/default public.forms.clock'),
    check('forms_due', 'due <= current_timestamp'),
    check('forms_due', 'due < current_timestamp', 'check/expression public.forms.forms_due'),
    check('forms_until', 'until <= now()::date'),
    check('forms_until', 'until <= clock_timestamp()::date', 'check/expression public.forms.forms_until'),
    // One function in a call, in words and as a cast.
    check('forms_name', `btrim(name) <> ''`),
    check('forms_name', `rtrim(name) <> ''`, 'check/expression public.forms.forms_name'),
    check('forms_name', `btrim(name, 'x') <> ''`, 'check/expression public.forms.forms_name'),
    check('forms_start', `substring(name, 1, 2) = 'ab'`),
    check('forms_start', `substring(name, 2, 1) = 'ab'`, 'check/expression public.forms.forms_start'),
    index('forms_deleted', '((deleted::date))'),
    index(
      'forms_deleted',
      '(((due at time zone $$utc$$)::date))',
      'index/expressions public.forms.forms_deleted',
    ),
    // What tables are called within.
    policy('exists (select from tenants t where t.id = forms.tenant and t.owner = current_user)', own),
    policy('exists (select 1 from tenants t where t.id = forms.tenant and t.owner = current_user)'),
    policy('exists (select 1 as one from tenants t where t.id = tenant and t.owner = current_user)'),
    policy('exists (select 1 from tenants t where t.id = t.id and t.owner = current_user)', own),
    policy('exists (select 1 from tenants t where t.id = tenant and t.owner = session_user)', own),
    view('recent', 'select f.id, current_timestamp as now from forms f where f.id > 5'),
    view('recent', 'select f.id, current_timestamp as now from forms f where f.id > 6', recent),
    view('recent', 'select f.tenant as id, current_timestamp as now from forms f where f.id > 5', recent),
    view('recent', 'select f.id, clock_timestamp() as now from forms f where f.id > 5', recent),
    view('flagged', joined('t.id = f.tenant', `f.flag and btrim(f.name) <> ''`)),
    view('flagged', joined('t.id = f.tenant', `f.flag = true and trim(f.name) <> ''`)),
    view('flagged', joined('t.id = f.tenant', `f.flag is true and trim(f.name) <> ''`), flagged),
    view('flagged', joined('t.id = f.tenant', `not f.flag and trim(f.name) <> ''`), flagged),
    view('flagged', joined('f.tenant = t.id', `f.flag and trim(f.name) <> ''`), flagged),
    view('flagged', joined('t.id = f.id', `f.flag and trim(f.name) <> ''`), flagged),
    index('forms_flag', '(name) where flag = true'),
    index('forms_flag', '(name) where flag is true', 'index/where public.forms.forms_flag'),
    // Of another type, the same value is no second difference, and another one is.
    ...(
      [
        ['stamp', 'timestamp', 'current_timestamp', true],
        ['stamp', 'timestamp', 'clock_timestamp()', false],
        ['price', 'integer', '0', true],
        ['price', 'integer', '1', false],
        ['price', 'text', `'0'`, true],
        ['price', 'text', `'free'`, false],
        ['word', 'varchar(50)', 'current_timestamp::text', true],
      ] as const
    ).map(([column, type, expression, isSame]): Change => ({
      change: `alter table forms drop column ${column}; alter table forms add column ${column} ${type} default ${expression}`,
      expect: [
        `column/type public.forms.${column}`,
        ...(isSame ? [] : [`column/default public.forms.${column}`]),
      ],
    })),
  ],
};
