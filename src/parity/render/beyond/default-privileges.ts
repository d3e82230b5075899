import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textsFact } from '../facts.ts';
import { OWNER, readGrant } from '../grant-line.ts';
import { cutAt, unquoted } from '../printed-name.ts';

/** What is granted on a new object of each kind where no namespace says more. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  tables: ['its owner: ALL'],
  sequences: ['its owner: ALL'],
  functions: ['PUBLIC: EXECUTE', 'its owner: EXECUTE'],
  types: ['PUBLIC: USAGE', 'its owner: USAGE'],
  schemas: ['its owner: ALL'],
  'large objects': ['its owner: ALL'],
};

/** Says what is granted on what a role makes in future. What it makes from here on has these rights at once. */
export function setDefaultPrivileges(privileges: CatalogObject): readonly string[] {
  const { of, change } = targetOf(privileges);
  const had = privileges.schema === null ? (USUAL[of] ?? []) : [];
  return changePrivileges(privileges, { change, of, had });
}

/** The same where some are said already. */
export function changeDefaultPrivileges(wanted: CatalogObject, live: CatalogObject): readonly string[] {
  return changePrivileges(wanted, { ...targetOf(wanted), had: textsFact(live, 'grants') });
}

/** As if nothing had ever been said: Postgres forgets what is as usual. */
export function resetDefaultPrivileges(privileges: CatalogObject): readonly string[] {
  const { of, change } = targetOf(privileges);
  const usual = privileges.schema === null ? (USUAL[of] ?? []) : [];
  const wanted = { ...privileges, facts: { ...privileges.facts, grants: usual } };
  return changePrivileges(wanted, { of, change, had: textsFact(privileges, 'grants') });
}

function changePrivileges(
  privileges: CatalogObject,
  { change, of, had }: { readonly change: string; readonly of: string; readonly had: readonly string[] },
): readonly string[] {
  const wanted = textsFact(privileges, 'grants');
  const owner = targetOf(privileges).owner;
  const role = (grantee: string): string => (grantee === OWNER ? quoteIdentifier(owner) : grantee);
  const word = of.toUpperCase();
  const grantees = [...new Set([...had, ...wanted].map((line) => readGrant(line).grantee))];
  return grantees.flatMap((grantee) => {
    const [before, after] = [had, wanted].map((lines) =>
      lines.filter((line) => readGrant(line).grantee === grantee),
    );
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    return [
      ...((before ?? []).length === 0 ? [] : [`${change} REVOKE ALL ON ${word} FROM ${role(grantee)}`]),
      ...(after ?? [])
        .map(readGrant)
        .map(
          ({ privileges: granted, isGrantable }) =>
            `${change} GRANT ${granted} ON ${word} TO ${role(grantee)}${isGrantable ? ' WITH GRANT OPTION' : ''}`,
        ),
    ];
  });
}

function targetOf({ schema, name }: CatalogObject): {
  readonly of: string;
  readonly owner: string;
  readonly change: string;
} {
  const [of = '', role = ''] = cutAt(name, ' of ') ?? [];
  const owner = unquoted(role);
  const where = schema === null ? '' : ` IN SCHEMA ${quoteIdentifier(schema)}`;
  return { of, owner, change: `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(owner)}${where}` };
}
