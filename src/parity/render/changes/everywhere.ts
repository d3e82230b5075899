import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral } from '../../../postgres/identifier.ts';
import { changeDatabase } from '../beyond/database.ts';
import { calledOf } from '../called.ts';
import { textFact, textsFact } from '../facts.ts';
import { grantsOf } from '../grants.ts';
import { nameOf } from '../names.ts';
import { setOwner } from '../owner.ts';
import { changeMemberships, changeSettings } from '../role.ts';
import type { Changes } from './change.ts';

/** What is said of objects of all kinds. */
export const EVERYWHERE: Changes = {
  comment: (wanted) => {
    const called = calledOf(wanted);
    return called === undefined
      ? undefined
      : [`COMMENT ON ${called} IS ${note(textFact(wanted, 'comment'))}`];
  },
  indexComment: (wanted) => [
    `COMMENT ON INDEX ${nameOf(wanted)} IS ${note(textFact(wanted, 'indexComment'))}`,
  ],
  owner: (wanted) => {
    const statements = setOwner(wanted);
    return statements.length === 0 ? undefined : statements;
  },
  // By the roles that hold them: whose it is may change as well, which changes nothing about these.
  grants: (wanted, live) => grantsOf(wanted, { had: textsFact(live, 'grants') }),
};

/** The facts of a database that can be changed while it is in use. */
export const DATABASE: Changes = {
  comment: (wanted) => only(wanted, 'comment'),
  owner: (wanted) => only(wanted, 'owner'),
  connectionLimit: (wanted) => only(wanted, 'connectionLimit'),
  template: (wanted) => only(wanted, 'template'),
  grants: (wanted, live) =>
    changeDatabase(
      { ...wanted, facts: { grants: wanted.facts.grants ?? null } },
      textsFact(live, 'grants'),
      textFact(wanted, 'owner'),
    ),
};

/** What a role may do in all databases of the server. */
export const ROLE: Changes = {
  ...Object.fromEntries(
    ['createDb', 'createRole', 'inherit', 'superuser', 'login', 'replication', 'bypassRls'].map((fact) => [
      fact,
      ({ name, facts }: CatalogObject) => [
        `ALTER ROLE ${quoteIdentifier(name)} ${facts[fact] === true ? '' : 'NO'}${fact.toUpperCase()}`,
      ],
    ]),
  ),
  connectionLimit: ({ name, facts }) => [
    `ALTER ROLE ${quoteIdentifier(name)} CONNECTION LIMIT ${Number(facts.connectionLimit ?? -1)}`,
  ],
  // What once ended can be put off for ever, which is not the same as that nothing was ever said.
  validUntil: (wanted) => {
    const until = textFact(wanted, 'validUntil');
    if (until === undefined) return undefined;
    return [`ALTER ROLE ${quoteIdentifier(wanted.name)} VALID UNTIL ${quoteLiteral(until)}`];
  },
  memberOf: changeMemberships,
  settings: changeSettings,
};

function only(database: CatalogObject, fact: string): readonly string[] {
  return changeDatabase({ ...database, facts: { [fact]: database.facts[fact] ?? null } });
}

function note(comment: string | undefined): string {
  return comment === undefined ? 'NULL' : quoteLiteral(comment);
}
