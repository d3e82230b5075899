/** SQLSTATEs by which a server says that it has the statement no more, has one already that is not ours, or has made it of tables that have changed. */
const FORGOTTEN = '26000';
const TAKEN = '42P05';
const NOT_AS_IT_WAS = '0A000';

interface Said {
  readonly code?: unknown;
  readonly routine?: unknown;
  /** In which function of the database. */
  readonly where?: unknown;
}

/** Whether a statement cannot run under its name any more. All of these are said before anything of it is done. */
export function isStale(error: unknown): boolean {
  const { code, routine, where } = (error ?? {}) as Said;
  if (where !== undefined) return false;
  return isAboutNames(error) || (code === NOT_AS_IT_WAS && routine === 'RevalidateCachedQuery');
}

/** Whether names are not kept as they were found to be. */
export function isAboutNames(error: unknown): boolean {
  const { code } = (error ?? {}) as Said;
  return code === FORGOTTEN || code === TAKEN;
}
