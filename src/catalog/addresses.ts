/** Where the catalogue keeps an object: the catalogue's name, SQL for the oid, SQL for the number of the part. */
export interface CatalogAddress {
  readonly catalog: string;
  readonly oid: string;
  /** Zero unless given: an object as a whole. */
  readonly part?: string;
  /** Where the family joins more than it takes to say which objects there are. */
  readonly from?: string;
}

const CONSTRAINT: CatalogAddress = { catalog: 'pg_constraint', oid: 'k.oid' };
const TYPE: CatalogAddress = { catalog: 'pg_type', oid: 't.oid' };
const RELATION: CatalogAddress = { catalog: 'pg_class', oid: 'c.oid' };

/** By kind, how what is written down about dependencies calls an object. What depends on nothing has no address. */
export const ADDRESSES: Readonly<Record<string, CatalogAddress>> = {
  schema: { catalog: 'pg_namespace', oid: 'n.oid' },
  enum: TYPE,
  sequence: RELATION,
  table: RELATION,
  view: RELATION,
  'materialized view': RELATION,
  column: {
    catalog: 'pg_class',
    oid: 'a.attrelid',
    part: 'a.attnum',
    from: 'pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace',
  },
  'primary key': CONSTRAINT,
  unique: CONSTRAINT,
  'foreign key': CONSTRAINT,
  check: CONSTRAINT,
  'exclusion constraint': CONSTRAINT,
  'not null constraint': CONSTRAINT,
  index: {
    catalog: 'pg_class',
    oid: 'i.indexrelid',
    from: `pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace`,
  },
  policy: { catalog: 'pg_policy', oid: 'p.oid' },
  extension: { catalog: 'pg_extension', oid: 'e.oid' },
  language: { catalog: 'pg_language', oid: 'l.oid' },
  'access method': { catalog: 'pg_am', oid: 'a.oid' },
  'shell type': TYPE,
  'base type': TYPE,
  domain: TYPE,
  'domain constraint': CONSTRAINT,
  'composite type': TYPE,
  attribute: { catalog: 'pg_class', oid: 'a.attrelid', part: 'a.attnum' },
  'range type': TYPE,
  'multirange type': TYPE,
  collation: { catalog: 'pg_collation', oid: 'o.oid' },
  conversion: { catalog: 'pg_conversion', oid: 'v.oid' },
  function: { catalog: 'pg_proc', oid: 'p.oid' },
  aggregate: { catalog: 'pg_proc', oid: 'p.oid' },
  operator: { catalog: 'pg_operator', oid: 'o.oid' },
  'operator family': { catalog: 'pg_opfamily', oid: 'f.oid' },
  'operator family operator': { catalog: 'pg_amop', oid: 'm.oid' },
  'operator family function': { catalog: 'pg_amproc', oid: 'm.oid' },
  'operator class': { catalog: 'pg_opclass', oid: 'o.oid' },
  cast: { catalog: 'pg_cast', oid: 'k.oid' },
  transform: { catalog: 'pg_transform', oid: 'f.oid' },
  'text search parser': { catalog: 'pg_ts_parser', oid: 's.oid' },
  'text search template': { catalog: 'pg_ts_template', oid: 's.oid' },
  'text search dictionary': { catalog: 'pg_ts_dict', oid: 's.oid' },
  'text search configuration': { catalog: 'pg_ts_config', oid: 's.oid' },
  'foreign data wrapper': { catalog: 'pg_foreign_data_wrapper', oid: 'w.oid' },
  'foreign server': { catalog: 'pg_foreign_server', oid: 'v.oid' },
  'user mapping': { catalog: 'pg_user_mapping', oid: 'm.umid' },
  'foreign table': RELATION,
  trigger: { catalog: 'pg_trigger', oid: 'g.oid' },
  rule: { catalog: 'pg_rewrite', oid: 'r.oid' },
  statistics: { catalog: 'pg_statistic_ext', oid: 's.oid' },
  'event trigger': { catalog: 'pg_event_trigger', oid: 'g.oid' },
  publication: { catalog: 'pg_publication', oid: 'p.oid' },
  'publication table': { catalog: 'pg_publication_rel', oid: 'm.oid' },
  subscription: { catalog: 'pg_subscription', oid: 's.oid' },
  'default privileges': { catalog: 'pg_default_acl', oid: 'd.oid' },
};
