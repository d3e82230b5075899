/** Objects of one area: how they are made, and single changes to them. */
export interface Area {
  readonly setup: string;
  readonly objects: readonly Changed[];
}

/** An object, by its kind and address, and for each fact the statements that change it and nothing else. */
export interface Changed {
  readonly object: string;
  /** Two facts that cannot change one without the other stand together, with a comma. */
  readonly changes: Readonly<Record<string, Change>>;
  /** The first version that has the facts. */
  readonly since?: number;
}

/** SQL, and what else it changes that cannot be left as it is: objects that come or go, facts of others. */
export type Change = string | readonly [sql: string, ...also: readonly string[]];

/** The owner, the privileges and the comment of what SQL calls so. */
export function administered(
  what: string,
  privilege?: string,
): Readonly<Record<'owner' | 'comment', string>> & Partial<Readonly<Record<'grants', string>>> {
  return {
    owner: `alter ${what} owner to pg_monitor`,
    comment: `comment on ${what} is 'changed'`,
    ...(privilege === undefined ? {} : { grants: `grant ${privilege} on ${what} to pg_monitor` }),
  };
}

/** For what no statement changes alone. */
export function update(catalog: string, set: string, where: string): string {
  return `set local allow_system_table_mods = on; update pg_catalog.${catalog} set ${set} where ${where}`;
}
