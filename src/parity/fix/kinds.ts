/** Parts of tables that are dropped and made by themselves, and name columns. */
export const PARTS: ReadonlySet<string> = new Set([
  ...['primary key', 'unique', 'index', 'check', 'foreign key', 'policy'],
]);

/** Views of both kinds. */
export const VIEWS: ReadonlySet<string> = new Set(['view', 'materialized view']);

/** Kinds whose SQL may name what is still to come. */
export const SPEAKING: ReadonlySet<string> = new Set(['policy', ...VIEWS, 'check', 'index']);

/** Facts that Postgres changes of a part that is there. */
const ALTERED: Readonly<Record<string, readonly string[]>> = {
  'foreign key': ['deferrable', 'deferred', 'validated'],
  check: ['validated'],
  policy: ['roles', 'using', 'check'],
};

/** Whether a part of a table has to be made anew to have a fact. */
export function isMadeAnew(kind: string, attribute: string): boolean {
  return PARTS.has(kind) && attribute !== 'renamed' && ALTERED[kind]?.includes(attribute) !== true;
}
