/** What is true of one attribute: plain data, so that any two can be compared and printed. */
export type Fact = string | number | boolean | null | readonly Fact[];

/** Which object is meant, before anything is said of it. */
export interface Identity {
  /** `table`, `column`, `foreign key` …: the word for it in messages. */
  readonly kind: string;
  /** Null for what lives in no namespace: a role, an extension. */
  readonly schema: string | null;
  /** The table, view, type or domain that it belongs to, in the same namespace. */
  readonly parent: string | null;
  /** As Postgres keeps it; a function's holds its argument types. */
  readonly name: string;
}

/** One object of a database and the facts about it. */
export interface CatalogObject extends Identity {
  readonly facts: Readonly<Record<string, Fact>>;
}

/** How an object is called in messages: `auth.users.email`. */
export function address({ schema, parent, name }: Identity): string {
  return [schema, parent, name].filter((part) => part !== null).join('.');
}

/** One key for what stands under several names. A name may hold any character but a zero byte. */
export function keyOf(...names: readonly (string | null)[]): string {
  let key = names[0] ?? '';
  for (let index = 1; index < names.length; index += 1) key += `\0${names[index] ?? ''}`;
  return key;
}

/** One key for one object. */
export function identityKey({ kind, schema, parent, name }: Identity): string {
  return `${kind}\0${schema ?? ''}\0${parent ?? ''}\0${name}`;
}
