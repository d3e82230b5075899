import { commentFact, ownerFact } from '../administration.ts';
import { grants } from '../grants.ts';
import { left } from './left.ts';

/** What types of all kinds have in common. */
export const TYPE = {
  from: 'pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace',
  in: { namespace: 't.typnamespace', member: { catalog: 'pg_type', oid: 't.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: 't.typname::text',
    of: ['pg_type.typname', 'pg_type.typnamespace'],
  },
  administration: {
    owner: ownerFact('t', 'pg_type.typowner'),
    grants: grants({ type: `'T'`, acl: 't.typacl', owner: 't.typowner', of: ['pg_type.typacl'] }),
    comment: commentFact('pg_type', 't.oid'),
  },
} as const;

/** How values are kept and which functions handle them: only a base type chooses these. */
export const MACHINERY_LEFT = left(
  'pg_type',
  [
    ...[
      'typlen',
      'typbyval',
      'typalign',
      'typstorage',
      'typcategory',
      'typispreferred',
      'typdelim',
      'typelem',
    ],
    ...[
      'typinput',
      'typoutput',
      'typreceive',
      'typsend',
      'typmodin',
      'typmodout',
      'typanalyze',
      'typsubscript',
    ],
  ],
  'the same for every type of the kind, or taken from the type below it',
);

/** What only a domain has. */
export const DOMAIN_LEFT = left(
  'pg_type',
  ['typnotnull', 'typbasetype', 'typtypmod', 'typndims', 'typdefaultbin', 'typdefault'],
  'only a domain has one',
);

/** What a type that is whole always has. */
export const WHOLE_LEFT = {
  'pg_type.typisdefined': 'false only while a type is a shell, which is a kind of its own',
  'pg_type.typarray': 'the array type that Postgres makes with the type and names after it',
} as const;
