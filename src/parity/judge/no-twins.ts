/** Why a role cannot make temporary views on a server, and what would help; undefined when it can. */
export function noTwins(
  mayMake: boolean,
  isStandby: boolean,
  role: string,
  database: string,
): string | undefined {
  if (isStandby) return 'a standby cannot make one: ask the primary server';
  if (!mayMake) {
    return `the role ${role} may not make one: GRANT TEMPORARY ON DATABASE ${database} TO ${role}`;
  }
  return undefined;
}

/** The same for a transaction that the caller began. */
export const READ_ONLY_TRANSACTION =
  'the transaction that was begun before is read only: ask outside of it, or in one that may write';
