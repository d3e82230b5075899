import type { FactSource } from '../family.ts';

/** Whose privileges are meant. */
export interface GrantsOptions {
  /** SQL for the letter that `acldefault` knows the kind of object by. */
  readonly type: string;
  /** SQL for the list of privileges, and for the owner. */
  readonly acl: string;
  readonly owner: string;
  readonly of: readonly string[];
}

/** Who may do what with an object, a line for each: `PUBLIC: EXECUTE`, `app: INSERT, SELECT with grant option`. */
export function grants({ type, acl, owner, of }: GrantsOptions): FactSource {
  return { sql: grantLines({ type, acl: `coalesce(${acl}, acldefault(${type}, ${owner}))`, owner }), of };
}

/**
 * SQL for the lines of a list of privileges. What is never granted is what the default says, so that writing it down
 * is no difference. The owner is not called by name, or whoever changes it would change every line; and all the
 * privileges that there are are called so, as they grow in number with Postgres' versions.
 */
export function grantLines({ type, acl, owner }: Omit<GrantsOptions, 'of'>): string {
  const all = `(SELECT count(*) FROM aclexplode(acldefault(${type}, ${owner})) usual WHERE usual.grantee = ${owner})`;
  return `ARRAY(SELECT lines.line FROM (
    SELECT concat(
      CASE granted.grantee WHEN 0 THEN 'PUBLIC' WHEN ${owner} THEN 'its owner' ELSE quote_ident(pg_get_userbyid(granted.grantee)) END,
      ': ', CASE WHEN count(*) > 1 AND count(*) = ${all} THEN 'ALL' ELSE string_agg(granted.privilege_type, ', ' ORDER BY granted.privilege_type COLLATE "C") END,
      CASE WHEN granted.is_grantable THEN ' with grant option' END,
      CASE WHEN granted.grantor <> ${owner} THEN ' by ' || quote_ident(pg_get_userbyid(granted.grantor)) END
    ) COLLATE "C" AS line
    FROM aclexplode(${acl}) granted GROUP BY granted.grantee, granted.grantor, granted.is_grantable
  ) lines ORDER BY lines.line)`;
}
