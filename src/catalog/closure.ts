/*
 * With what the families name, every column of every catalogue is accounted for: it is a fact of some object, or left
 * with a reason. A test holds it, so that a column that a new version brings is seen before it is missed.
 */

/** Catalogues that hold no object of one database, each with the reason. */
export const LEFT_CATALOGS: Readonly<Record<string, string>> = {
  pg_largeobject: 'rows of data, which are stored page by page',
  pg_largeobject_metadata:
    'large objects are rows of data: numbers that the application gave out at run time, never a migration',
  pg_parameter_acl: 'of the server: who may set its parameters, in whatever database',
  pg_replication_origin: 'of the server: how far replication into it is',
  pg_shdepend: 'who owns what and may use it, again: facts of the objects themselves',
  pg_statistic: 'gathered by ANALYZE from the rows',
  pg_statistic_ext_data: 'gathered by ANALYZE from the rows',
  pg_subscription_rel: 'how far the copying of each table is, which changes by itself',
  pg_tablespace: 'of the server: places on its disks. Which one a table is in is a fact of the table',
};

/** Columns that say the same of every kind of object, each with the reason to leave them. */
export const LEFT_COLUMNS: Readonly<Record<string, string>> = {
  oid: 'a number that each database gives itself: objects are told apart by their names',
};

/**
 * What says which values columns hold, so that an SQL text need not name them: functions and views of Postgres that
 * read them, and catalogues whose rows are of one kind only. `*` stands for all columns of a catalogue.
 */
export const DERIVING: Readonly<Record<string, readonly string[]>> = {
  pg_get_constraintdef: [
    'pg_constraint.conexclop',
    ...['indexprs', 'indpred', 'indclass', 'indcollation', 'indoption'].map((column) => `pg_index.${column}`),
  ],
  pg_get_partkeydef: ['pg_partitioned_table.*'],
  pg_get_ruledef: ['pg_rewrite.*'],
  pg_get_statisticsobjdef_expressions: ['pg_statistic_ext.stxexprs'],
  pg_get_viewdef: ['pg_rewrite.*'],
  pg_user_mappings: ['pg_user_mapping.*'],
  pg_foreign_table: ['pg_class.relkind'],
  pg_index: ['pg_class.relkind'],
  pg_range: ['pg_type.typtype'],
  pg_sequence: ['pg_class.relkind'],
};

/** Columns that not all supported versions have: the first that does, or the first that does not any more. */
export const VERSIONS: Readonly<Record<string, { readonly since?: number; readonly until?: number }>> = {
  'pg_attribute.attcacheoff': { until: 18 },
  'pg_auth_members.inherit_option': { since: 16 },
  'pg_auth_members.oid': { since: 16 },
  'pg_auth_members.set_option': { since: 16 },
  'pg_class.relallfrozen': { since: 18 },
  'pg_collation.colliculocale': { until: 17 },
  'pg_collation.collicurules': { since: 16 },
  'pg_collation.colllocale': { since: 17 },
  'pg_constraint.conenforced': { since: 18 },
  'pg_constraint.conperiod': { since: 18 },
  'pg_database.daticulocale': { until: 17 },
  'pg_database.daticurules': { since: 16 },
  'pg_database.dathasloginevt': { since: 17 },
  'pg_database.datlocale': { since: 17 },
  'pg_publication.pubgencols': { since: 18 },
  'pg_subscription.subfailover': { since: 17 },
  'pg_subscription.suborigin': { since: 16 },
  'pg_subscription.subpasswordrequired': { since: 16 },
  'pg_subscription.subrunasowner': { since: 16 },
};
