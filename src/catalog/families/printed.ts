/*
 * SQL that prints what a column of the catalogue stands for. Names are qualified as far as the empty search_path
 * needs it, so that they say the same in any database.
 */

/** The routine that an oid stands for, with its argument types; null for none. */
export function routine(oid: string): string {
  return `nullif(${oid}::oid, 0)::regprocedure::text`;
}

/** The operator that an oid stands for, with its argument types; null for none. */
export function operatorName(oid: string): string {
  return `nullif(${oid}::oid, 0)::regoperator::text`;
}

/** The type that an oid stands for; null for none. */
export function typeName(oid: string, modifier = 'NULL'): string {
  return `format_type(nullif(${oid}, 0), ${modifier})`;
}

/** The name of what lives in a namespace, both quoted where they must be. */
export function qualified(namespace: string, name: string): string {
  return `concat(quote_ident(${namespace}::regnamespace::name), '.', quote_ident(${name}))`;
}

/** A letter of the catalogue in words. One that a later version brings shows as it is. */
export function inWords(letter: string, words: Readonly<Record<string, string>>): string {
  const cases = Object.entries(words).map(([code, word]) => `WHEN '${code}' THEN '${word}'`);
  return `CASE ${letter}::text ${cases.join(' ')} ELSE ${letter}::text END`;
}

/** A list whose order means nothing. */
export function sorted(list: string): string {
  return `ARRAY(SELECT entry::text COLLATE "C" FROM unnest(${list}) AS u(entry) ORDER BY 1)`;
}

/** A list of `name=value` whose order means nothing. */
export function sortedOptions(list: string): string {
  const name = `split_part(entry, '=', 1)`;
  return `ARRAY(SELECT concat(${name}, '=', ${withoutSecret(name, `substr(entry, length(${name}) + 2)`)}) COLLATE "C"
    FROM unnest(${list}) AS u(entry) ORDER BY 1)`;
}

/**
 * A value, unless it is a secret by its name or an address with a password: facts are printed, and two databases
 * seldom share a secret. That there is one is told.
 */
export function withoutSecret(name: string, value: string): string {
  return `CASE WHEN ${name} ~* '(pass|passwd|password|passphrase|pwd|secret|token|key|credentials?)$' OR ${value} ~ '://[^/]*:[^/]*@'
    THEN '(hidden)' ELSE ${value} END`;
}

/**
 * Whether a relation is there now. The rows of the catalogues are those of the snapshot; the functions that print them
 * look at the present, and some fail on what is gone.
 */
export function stillThere(relation: string): string {
  return `pg_table_is_visible(${relation}) IS NOT NULL`;
}
