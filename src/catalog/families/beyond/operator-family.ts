import { FIRST_OID, notOfExtension } from '../../family.ts';
import type { FactSource, Family } from '../../family.ts';
import { commentFact, ownerFact } from '../administration.ts';
import { inWords, qualified } from '../printed.ts';

const NAME = `concat(f.opfname, ' using ', a.amname)`;

/** Operator classes that go together. */
export const operatorFamily: Family = {
  kind: 'operator family',
  beyond: true,
  from: `pg_opfamily f
  JOIN pg_namespace n ON n.oid = f.opfnamespace
  JOIN pg_am a ON a.oid = f.opfmethod`,
  in: { namespace: 'f.opfnamespace', member: { catalog: 'pg_opfamily', oid: 'f.oid' } },
  identity: {
    schema: 'n.nspname::text',
    parent: null,
    name: NAME,
    of: ['pg_opfamily.opfname', 'pg_opfamily.opfnamespace', 'pg_opfamily.opfmethod'],
  },
  facts: {
    owner: ownerFact('f', 'pg_opfamily.opfowner'),
    comment: commentFact('pg_opfamily', 'f.oid'),
  },
  left: {},
};

/** What a class brings into its family, or someone added to it, be the family one that comes with Postgres. */
function members(
  catalog: 'pg_amop' | 'pg_amproc',
  family: string,
  member: string,
): Pick<Family, 'from' | 'where' | 'in'> {
  const memberCatalog = catalog === 'pg_amop' ? 'pg_operator' : 'pg_proc';
  return {
    from: `${catalog} m
  JOIN pg_opfamily f ON f.oid = m.${family}
  JOIN pg_namespace n ON n.oid = f.opfnamespace
  JOIN pg_am a ON a.oid = f.opfmethod`,
    // No extension is said to own these. They are an extension's where nothing of the project takes part.
    where: `m.oid >= ${FIRST_OID} AND ($1::text[] IS NULL OR n.nspname = ANY ($1)) AND (
      ${ofProject('pg_opfamily', 'f.oid')} OR ${ofProject(memberCatalog, `m.${member}`)}
      OR f.oid < ${FIRST_OID} AND m.${member}::oid < ${FIRST_OID})`,
    in: { namespace: null },
  };
}

function ofProject(catalog: string, oid: string): string {
  return `${oid}::oid >= ${FIRST_OID} AND ${notOfExtension({ catalog, oid: `${oid}::oid` })}`;
}

/** The class that brought it: with that one it goes. */
function classFact(catalog: 'pg_amop' | 'pg_amproc'): FactSource {
  return {
    sql: `(SELECT ${qualified('c.opcnamespace', 'c.opcname')} FROM pg_depend y JOIN pg_opclass c ON c.oid = y.refobjid
    WHERE y.classid = '${catalog}'::regclass AND y.objid = m.oid AND y.refclassid = 'pg_opclass'::regclass)`,
    of: ['classid', 'objid', 'refclassid', 'refobjid'].map((column) => `pg_depend.${column}`),
  };
}

/** The operators of operator families, by strategy. */
export const familyOperator: Family = {
  kind: 'operator family operator',
  beyond: true,
  detail: true,
  ...members('pg_amop', 'amopfamily', 'amopopr'),
  identity: {
    schema: 'n.nspname::text',
    parent: NAME,
    name: `concat(m.amopstrategy, '(', format_type(m.amoplefttype, NULL), ', ', format_type(m.amoprighttype, NULL), ')')`,
    of: ['amopfamily', 'amopstrategy', 'amoplefttype', 'amoprighttype'].map((column) => `pg_amop.${column}`),
  },
  facts: {
    operator: { sql: 'm.amopopr::regoperator::text', of: ['pg_amop.amopopr'] },
    purpose: { sql: inWords('m.amoppurpose', { s: 'search', o: 'order by' }), of: ['pg_amop.amoppurpose'] },
    sortFamily: {
      sql: `(SELECT ${qualified('s.opfnamespace', 's.opfname')} FROM pg_opfamily s WHERE s.oid = m.amopsortfamily)`,
      of: ['pg_amop.amopsortfamily'],
    },
    class: classFact('pg_amop'),
  },
  left: { 'pg_amop.amopmethod': `the family's` },
};

/** The functions of operator families, by number. */
export const familyFunction: Family = {
  kind: 'operator family function',
  beyond: true,
  detail: true,
  ...members('pg_amproc', 'amprocfamily', 'amproc'),
  identity: {
    schema: 'n.nspname::text',
    parent: NAME,
    name: `concat(m.amprocnum, '(', format_type(m.amproclefttype, NULL), ', ', format_type(m.amprocrighttype, NULL), ')')`,
    of: ['amprocfamily', 'amprocnum', 'amproclefttype', 'amprocrighttype'].map(
      (column) => `pg_amproc.${column}`,
    ),
  },
  facts: {
    function: { sql: 'm.amproc::oid::regprocedure::text', of: ['pg_amproc.amproc'] },
    class: classFact('pg_amproc'),
  },
  left: {},
};
