/** SQLSTATEs by which a server says that it has the statement no more, has one already that is not ours, or has made it of tables that have changed. */
const FORGOTTEN = '26000';
const TAKEN = '42P05';
const NOT_AS_IT_WAS = '0A000';

/** Whether a statement cannot run under its name any more. All of these are said before anything of it is done. */
export function isStale(error: unknown): boolean {
  const { code, routine } = (error ?? {}) as { readonly code?: unknown; readonly routine?: unknown };
  return isAboutNames(error) || (code === NOT_AS_IT_WAS && routine === 'RevalidateCachedQuery');
}

/** Whether names are not kept as they were found to be. */
export function isAboutNames(error: unknown): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return code === FORGOTTEN || code === TAKEN;
}
