import { COLLATIONS } from './collation.ts';

/** The part and the whole as they are printed: what is not as usual stands behind the part, the collation first. */
const PART = `CASE u.place WHEN 1 THEN ' (' ELSE ', ' END || pg_get_indexdef(x.indexrelid, u.place::int, false)`;
const WHOLE = 'pg_get_indexdef(x.indexrelid)';

/**
 * Whether an index of this method on a column of this type gets the operator class unasked: it is the one for the
 * type itself, or there is none and it is the one for what the type passes for. Where that could be several types,
 * and for a domain, Postgres tells by what it prints.
 */
const IS_DEFAULT = `CASE
      WHEN NOT oc.opcdefault OR kt.oid IS NULL OR oc.opcintype = kt.oid THEN oc.opcdefault
      WHEN exact.oid IS NOT NULL THEN false
      WHEN kt.typtype <> 'd' AND (ot.typispreferred OR ot.typtype = 'p') THEN true
      ELSE position(concat(${PART},
        CASE WHEN u.collated <> ka.attcollation THEN ' COLLATE ' || u.collated::regcollation END,
        ' ', CASE WHEN NOT pg_opclass_is_visible(oc.oid) THEN oc.opcnamespace::regnamespace || '.' END, quote_ident(oc.opcname)
      ) IN ${WHOLE}) = 0
      END`;

/** The collation where it is not that of the column or the expression, of which only what is printed tells. */
const COLLATION = `CASE
      WHEN u.collated = 0 OR u.collated = ka.attcollation THEN NULL
      WHEN u.number <> 0 THEN co.name
      WHEN u.collated = 'pg_catalog.default'::regcollation AND x.indexprs::text !~ 'coll(id|Oid) (?!(0|100) )' THEN NULL
      WHEN position(${PART} || ' COLLATE ' || u.collated::regcollation IN ${WHOLE}) > 0 THEN co.name
      END`;

/** `list` in the order of the key's parts. */
function parts(list: string): string {
  return `array_agg(${list} ORDER BY u.place)`;
}

/**
 * The key of each index, part by part: `key`, to be joined by `indexrelid`. Made in one pass over all indexes rather
 * than one by one, which costs three times as much. Those that the system came with are left out by their numbers.
 */
export const INDEX_KEYS = `(
    SELECT x.indexrelid,
      ${parts('ka.attname::text')} AS columns,
      ${parts('CASE u.number WHEN 0 THEN pg_get_indexdef(x.indexrelid, u.place::int, false) END')} AS expressions,
      ${parts('oc.opcname::text')} AS opclasses,
      ${parts(IS_DEFAULT)} AS defaults,
      ${parts(COLLATION)} AS collations,
      ${parts(`CASE WHEN am.ordered THEN CASE u.option & 1 WHEN 1 THEN 'desc' ELSE 'asc' END END`)} AS orders,
      ${parts(`CASE WHEN am.ordered THEN CASE u.option & 2 WHEN 2 THEN 'first' ELSE 'last' END END`)} AS nulls
    FROM pg_index x
    CROSS JOIN LATERAL unnest(x.indkey::int2[], x.indclass::oid[], x.indcollation::oid[], x.indoption::int2[])
      WITH ORDINALITY u(number, opclass, collated, option, place)
    JOIN pg_opclass oc ON oc.oid = u.opclass
    JOIN (SELECT oid, pg_indexam_has_property(oid, 'can_order') AS ordered FROM pg_am OFFSET 0) am ON am.oid = oc.opcmethod
    JOIN pg_type ot ON ot.oid = oc.opcintype
    LEFT JOIN pg_attribute ka ON ka.attrelid = x.indrelid AND ka.attnum = u.number AND u.number <> 0
    LEFT JOIN ${COLLATIONS} co ON co.oid = u.collated
    LEFT JOIN pg_type kt ON kt.oid = ka.atttypid
    LEFT JOIN pg_opclass exact ON exact.opcmethod = oc.opcmethod AND exact.opcintype = ka.atttypid AND exact.opcdefault
    WHERE u.place <= x.indnkeyatts AND x.indrelid >= 16384
    GROUP BY x.indexrelid
  ) key`;

/** The parameters of operator classes: `tuned`, to be joined by `attrelid`. Few indexes have one. */
export const OPERATOR_CLASS_OPTIONS = `(
    SELECT a.attrelid, array_agg(a.attnum || ': ' || p.parameter ORDER BY a.attnum, p.parameter COLLATE "C") AS options
    FROM pg_attribute a CROSS JOIN unnest(a.attoptions) p(parameter)
    WHERE a.attoptions IS NOT NULL
    GROUP BY a.attrelid
  ) tuned`;
