import { FIRST_OID, notOfExtension } from '../../family.ts';
import type { Family } from '../../family.ts';
import { grantLines } from '../grants.ts';

/** Every catalogue with privileges that come with Postgres or an extension. */
const OBJECTS: readonly string[] = [
  ...[
    ['pg_proc', 'proacl', 'proowner', 'f'],
    ['pg_type', 'typacl', 'typowner', 'T'],
    ['pg_namespace', 'nspacl', 'nspowner', 'n'],
    ['pg_language', 'lanacl', 'lanowner', 'l'],
    ['pg_foreign_data_wrapper', 'fdwacl', 'fdwowner', 'F'],
    ['pg_foreign_server', 'srvacl', 'srvowner', 'S'],
  ].map(
    ([
      catalog = '',
      acl = '',
      owner = '',
      type = '',
    ]) => `SELECT '${catalog}'::regclass, oid, 0, ${acl}, ${owner},
      '${type}'::"char", NOT ${notOfExtension({ catalog, oid: 'oid' })} FROM ${catalog}`,
  ),
  `SELECT 'pg_class'::regclass, oid, 0, relacl, relowner, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
      NOT ${notOfExtension({ catalog: 'pg_class', oid: 'oid' })} FROM pg_class`,
  `SELECT 'pg_class'::regclass, c.oid, a.attnum, a.attacl, c.relowner, 'c'::"char",
      NOT ${notOfExtension({ catalog: 'pg_class', oid: 'c.oid' })}
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE a.attacl IS NOT NULL OR EXISTS (SELECT FROM pg_init_privs x
        WHERE x.objoid = a.attrelid AND x.classoid = 'pg_class'::regclass AND x.objsubid = a.attnum)`,
];

const NOW = grantLines({
  type: 'o.type',
  acl: 'coalesce(o.acl, acldefault(o.type, o.owner))',
  owner: 'o.owner',
});
const AT_FIRST = grantLines({
  type: 'o.type',
  acl: 'coalesce(x.initprivs, acldefault(o.type, o.owner))',
  owner: 'o.owner',
});

// What is granted on the information schema when a server is made, but is not noted down as such.
const UNRECORDED = `(coalesce(i.schema, i.name) = 'information_schema'
      AND ${NOW} IN (ARRAY['PUBLIC: SELECT', 'its owner: ALL'], ARRAY['PUBLIC: USAGE', 'its owner: ALL']))`;

/** What comes with Postgres or an extension, where others may use it than those who could at first. */
export const providedObject: Family = {
  kind: 'provided object',
  beyond: true,
  from: `(${OBJECTS.join('\n    UNION ALL ')}) AS o(catalog, oid, part, acl, owner, type, is_member)
  LEFT JOIN pg_init_privs x ON x.objoid = o.oid AND x.classoid = o.catalog AND x.objsubid = o.part
  CROSS JOIN LATERAL pg_identify_object(o.catalog, o.oid, o.part) i`,
  // The schema public comes with Postgres too, and is read as any other.
  where: `(o.oid < ${FIRST_OID} OR o.is_member) AND (i.type, i.identity) <> ('schema', 'public')
    AND o.acl IS DISTINCT FROM x.initprivs AND ${NOW} <> ${AT_FIRST} AND NOT ${UNRECORDED}`,
  in: { namespace: null },
  identity: {
    schema: null,
    parent: null,
    name: `concat(i.type, ' ', i.identity)`,
    of: [
      'pg_init_privs.objoid',
      'pg_init_privs.classoid',
      'pg_init_privs.objsubid',
      'pg_init_privs.initprivs',
    ],
  },
  facts: {
    grants: {
      sql: NOW,
      of: [
        ...['pg_proc.proacl', 'pg_type.typacl', 'pg_namespace.nspacl', 'pg_language.lanacl'],
        ...[
          'pg_foreign_data_wrapper.fdwacl',
          'pg_foreign_server.srvacl',
          'pg_class.relacl',
          'pg_attribute.attacl',
        ],
      ],
    },
    // What it takes to say how the one becomes the other.
    atFirst: { sql: AT_FIRST, of: ['pg_init_privs.initprivs'] },
    owner: {
      sql: 'pg_get_userbyid(o.owner)::text',
      of: [
        ...['pg_proc.proowner', 'pg_type.typowner', 'pg_namespace.nspowner', 'pg_language.lanowner'],
        ...['pg_foreign_data_wrapper.fdwowner', 'pg_foreign_server.srvowner', 'pg_class.relowner'],
      ],
    },
  },
  left: {
    'pg_init_privs.privtype': 'whether it came with Postgres or an extension, which its name says',
  },
};
