import type { CatalogObject } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { resetDefaultPrivileges } from './beyond/default-privileges.ts';
import { aboutDatabase, escaped } from './beyond/current-database.ts';
import { grantProvided } from './beyond/provided-object.ts';
import { setSecurityLabel } from './beyond/security-label.ts';
import { calledOf, usingName } from './called.ts';
import { textsFact } from './facts.ts';
import { grantsOf } from './grants.ts';
import { nameOf, ownerOf } from './names.ts';
import { cutAt } from './printed-name.ts';

const CONSTRAINTS: ReadonlySet<string> = new Set([
  ...['primary key', 'unique', 'foreign key', 'check', 'exclusion constraint', 'not null constraint'],
]);

/** What is dropped in a way of its own. */
const DROPS: Readonly<Record<string, (object: CatalogObject) => readonly string[]>> = {
  column: (one) => [`ALTER TABLE ${ownerOf(one)} DROP COLUMN ${quoteIdentifier(one.name)}`],
  attribute: (one) => [`ALTER TYPE ${ownerOf(one)} DROP ATTRIBUTE ${quoteIdentifier(one.name)}`],
  'domain constraint': (one) => [`ALTER DOMAIN ${ownerOf(one)} DROP CONSTRAINT ${quoteIdentifier(one.name)}`],
  'operator family operator': (one) => [dropMember(one, 'OPERATOR')],
  'operator family function': (one) => [dropMember(one, 'FUNCTION')],
  'user mapping': ({ name, parent }) => [
    `DROP USER MAPPING FOR ${name === 'public' ? 'PUBLIC' : quoteIdentifier(name)} SERVER ${quoteIdentifier(parent ?? '')}`,
  ],
  'publication table': ({ name, parent }) => [
    `ALTER PUBLICATION ${quoteIdentifier(parent ?? '')} DROP TABLE ONLY ${name}`,
  ],
  setting: ({ name }) => {
    const [setting, role] = cutAt(name, ' of ') ?? [name, undefined];
    const word = escaped(setting.split('.').map(quoteIdentifier).join('.'));
    const whose = role === undefined ? 'ALTER DATABASE %I' : `ALTER ROLE ${escaped(role)} IN DATABASE %I`;
    return [aboutDatabase(`${whose} RESET ${word}`)];
  },
  'default privileges': resetDefaultPrivileges,
  // What cannot go is as it was at first.
  'provided object': (one) =>
    grantProvided(
      { ...one, facts: { ...one.facts, grants: one.facts.atFirst ?? null } },
      textsFact(one, 'grants'),
    ),
  'security label': (one) => setSecurityLabel({ ...one, facts: { label: null } }),
  'implied type': (one) => [
    ...grantsOf(
      { ...one, facts: { grants: ['PUBLIC: USAGE', 'its owner: USAGE'] } },
      { had: textsFact(one, 'grants') },
    ),
    ...(typeof one.facts.comment === 'string' ? [`COMMENT ON TYPE ${nameOf(one)} IS NULL`] : []),
  ],
};

/** Drops an object, and nothing that needs it. */
export function dropObject(object: CatalogObject): readonly string[] {
  const own = DROPS[object.kind];
  if (own !== undefined) return own(object);
  if (CONSTRAINTS.has(object.kind)) {
    return [`ALTER TABLE ${ownerOf(object)} DROP CONSTRAINT ${quoteIdentifier(object.name)}`];
  }
  const called = calledOf(object);
  return called === undefined ? [] : [`DROP ${called}`];
}

function dropMember(member: CatalogObject, word: string): string {
  const at = member.name.indexOf('(');
  const family = usingName({ schema: member.schema, name: member.parent ?? '' });
  return `ALTER OPERATOR FAMILY ${family} DROP ${word} ${member.name.slice(0, at)} ${member.name.slice(at)}`;
}
