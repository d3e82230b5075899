import { address } from '../../../src/catalog/object.ts';
import type { DeclaredObject } from '../../../src/parity/declared/model.ts';
import { quoteIdentifier } from '../../../src/postgres/identifier.ts';
import type { Change } from '../changes/change.ts';

/** Every simple change that can be made to a database of these objects. */
export function changesOf(objects: readonly DeclaredObject[]): readonly Change[] {
  return objects.flatMap((object) => CHANGES[object.kind]?.(object, objects) ?? []);
}

type ChangesOf = (object: DeclaredObject, objects: readonly DeclaredObject[]) => readonly Change[];

const CHANGES: Readonly<Partial<Record<DeclaredObject['kind'], ChangesOf>>> = {
  enum: (one) => [
    { change: `alter type ${place(one)} add value 'one more'`, expect: [said(one, 'values')] },
    { change: `alter type ${place(one)} rename to renamed`, expect: [said(one, 'renamed')] },
    { change: `create type ${beside(one)} as enum ('x')`, expect: [added(one)] },
  ],
  sequence: (one) => [
    { change: `alter sequence ${place(one)} increment 7`, expect: [said(one, 'increment')] },
    { change: `drop sequence ${place(one)}`, expect: [said(one, 'missing')] },
    { change: `create sequence ${beside(one)}`, expect: [added(one)] },
  ],
  table: (one) => [
    {
      change: `alter table ${place(one)} ${one.facts.rls === true ? 'disable' : 'enable'} row level security`,
      expect: [said(one, 'rls')],
    },
    { change: `alter table ${place(one)} force row level security`, expect: [said(one, 'force-rls')] },
    { change: `alter table ${place(one)} rename to renamed`, expect: [said(one, 'renamed')] },
    {
      change: `alter table ${place(one)} add column extra text`,
      expect: [`column/undeclared ${address(one)}.extra`],
    },
    {
      change: `create index extra on ${place(one)} ((1))`,
      expect: [`index/undeclared ${address(one)}.extra`],
    },
    {
      change: `alter table ${place(one)} add constraint extra check (true)`,
      expect: [`check/undeclared ${address(one)}.extra`],
    },
    { change: `create policy extra on ${place(one)}`, expect: [`policy/undeclared ${address(one)}.extra`] },
    { change: `create table ${beside(one)} ()`, expect: [added(one)] },
    { change: `comment on table ${place(one)} is 'x'; analyze ${place(one)}`, expect: [] },
  ],
  column: (one, objects) => {
    const isOfTable = objects.some(({ kind, schema, name }) => {
      return kind === 'table' && schema === one.schema && name === one.parent;
    });
    if (!isOfTable) return [];
    const alter = `alter table ${owner(one)} alter column ${quoteIdentifier(one.name)}`;
    const { nullable, default: value, identity, serial } = one.facts;
    const isFree = !isInKey(one, objects) && identity === null && serial === undefined;
    return [
      // What a view or another table's policy says of it by its old name stays undecided.
      ...(isRead(objects)
        ? []
        : [
            {
              change: `alter table ${owner(one)} rename column ${quoteIdentifier(one.name)} to renamed`,
              expect: [said(one, 'renamed')],
            },
          ]),
      ...(nullable === true ? [{ change: `${alter} set not null`, expect: [said(one, 'nullable')] }] : []),
      ...(nullable === false && isFree
        ? [{ change: `${alter} drop not null`, expect: [said(one, 'nullable')] }]
        : []),
      ...(value !== null && value !== undefined
        ? [{ change: `${alter} drop default`, expect: [said(one, 'default')] }]
        : []),
    ];
  },
  'primary key': (one, objects) => (isReferenced(one, objects) ? [] : [dropped(one)]),
  unique: (one) => [dropped(one), ...renamed(one)],
  check: (one) => [dropped(one), ...renamed(one)],
  'foreign key': (one) => [dropped(one), ...renamed(one)],
  index: (one) => [
    { change: `drop index ${place(one)}`, expect: [said(one, 'missing')] },
    {
      change: `alter index ${place(one)} rename to renamed`,
      expect: one.named ? [said(one, 'renamed')] : [],
    },
  ],
  policy: (one) => [
    { change: `drop policy ${quoteIdentifier(one.name)} on ${owner(one)}`, expect: [said(one, 'missing')] },
    {
      change: `alter policy ${quoteIdentifier(one.name)} on ${owner(one)} rename to renamed`,
      expect: [said(one, 'renamed')],
    },
  ],
  view: (one) => [
    { change: `drop view ${place(one)}`, expect: [said(one, 'missing')] },
    { change: `alter view ${place(one)} rename to renamed`, expect: [said(one, 'renamed')] },
    {
      change: `alter view ${place(one)} set (security_invoker = on)`,
      expect: [said(one, 'security-invoker')],
    },
    { change: `create view ${beside(one)} as select 1 as one`, expect: [added(one)] },
  ],
  'materialized view': (one) => [
    { change: `drop materialized view ${place(one)}`, expect: [said(one, 'missing')] },
    { change: `alter materialized view ${place(one)} set (fillfactor = 50)`, expect: [said(one, 'with')] },
    { change: `refresh materialized view ${place(one)} with no data`, expect: [said(one, 'populated')] },
  ],
};

function dropped(one: DeclaredObject): Change {
  return {
    change: `alter table ${owner(one)} drop constraint ${quoteIdentifier(one.name)}`,
    expect: [said(one, 'missing')],
  };
}

/** Only a name that somebody chose can be a wrong one. */
function renamed(one: DeclaredObject): readonly Change[] {
  const change = `alter table ${owner(one)} rename constraint ${quoteIdentifier(one.name)} to renamed`;
  return [{ change, expect: one.named ? [said(one, 'renamed')] : [] }];
}

function isInKey({ schema, parent, name }: DeclaredObject, objects: readonly DeclaredObject[]): boolean {
  return objects.some((object) => {
    if (object.kind !== 'primary key' || object.schema !== schema || object.parent !== parent) return false;
    return (object.facts.columns as { readonly names: readonly string[] }).names.includes(name);
  });
}

function isReferenced({ schema, parent }: DeclaredObject, objects: readonly DeclaredObject[]): boolean {
  return objects.some((object) => {
    if (object.kind !== 'foreign key') return false;
    const { object: target } = object.facts.references as { object: { schema: string; name: string } };
    return target.schema === schema && target.name === parent;
  });
}

function said(object: DeclaredObject, attribute: string): string {
  return `${object.kind.replaceAll(' ', '-')}/${attribute} ${address(object)}`;
}

function added({ kind, schema }: DeclaredObject): string {
  return `${kind}/undeclared ${schema ?? ''}.extra`;
}

function place({ schema, name }: DeclaredObject): string {
  return `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(name)}`;
}

function beside({ schema }: DeclaredObject): string {
  return `${quoteIdentifier(schema ?? '')}.extra`;
}

function owner({ schema, parent }: DeclaredObject): string {
  return `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(parent ?? '')}`;
}

/** Whether anything reads tables beside their own parts. */
function isRead(objects: readonly DeclaredObject[]): boolean {
  return objects.some(({ kind }) => kind === 'view' || kind === 'materialized view' || kind === 'policy');
}
