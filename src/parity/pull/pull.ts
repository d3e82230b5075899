import { identityKey } from '../../catalog/object.ts';
import { inSnapshot, withSession } from '../../catalog/session.ts';
import type { Connection } from '../../catalog/session.ts';
import { Problem } from '../../problem.ts';
import type { Casing } from '../declared/casing.ts';
import { placeOf } from '../place.ts';
import { readLive } from './live.ts';
import type { Live } from './live.ts';
import { byLetters, moduleText, relative } from './module.ts';
import { namespaceOf } from './names.ts';
import { preparePrinting, variableFor } from './printing.ts';
import type { Printing } from './printing.ts';
import { relationTexts } from './relations.ts';
import { LeftOut } from './unsaid.ts';
import type { Unsaid } from './unsaid.ts';
import { customText, elsewhereText, namespaceText, roleText, wholeText } from './whole.ts';

/** What a schema is to be made from. */
export interface PullOptions {
  /** A URL, settings, a pg.Pool, or a pg.Client, which may be in the middle of a transaction. */
  readonly connection: string | Connection;
  /** The namespaces; all that people made unless given. */
  readonly schemas?: readonly string[];
  /** How Drizzle will be told to turn keys into names, where it will be: such names need not be written down. */
  readonly casing?: Casing;
  /** What stands behind a file's name in an import: nothing unless given. */
  readonly extension?: '' | '.js' | '.ts';
}

/** A file of a pulled schema. */
export interface PulledFile {
  /** From the folder of the schema, with slashes: `users.ts`, `auth/users.ts`. */
  readonly path: string;
  readonly text: string;
}

/** A whole schema, made from a database. */
export interface PulledSchema {
  /** `index.ts` exports all that is declared. */
  readonly files: readonly PulledFile[];
  /** The namespaces that it tells of. */
  readonly schemas: readonly string[];
  /** What lives in them and cannot be declared: comments in the files say the same. */
  readonly unsaid: readonly Unsaid[];
}

/** Writes the Drizzle schema that a database would have. Changes nothing. */
export async function pullSchema({
  connection,
  schemas,
  casing,
  extension = '',
}: PullOptions): Promise<PulledSchema> {
  const place = placeOf(connection, 'connection');
  const live = await withSession(
    place,
    async (session) => await inSnapshot(session, async () => await readLive(session, schemas)),
  );
  if (live.wholes.length === 0) throw nothingThere(schemas);
  const printing = preparePrinting(live, casing);
  const leftOut = new LeftOut(live);
  return Object.freeze({
    files: filesOf(printing, leftOut, extension),
    schemas: live.schemas,
    unsaid: leftOut.all,
  });
}

function filesOf(printing: Printing, leftOut: LeftOut, extension: string): readonly PulledFile[] {
  const { live, places, names } = printing;
  const contents = new Map<string, string[]>();
  const put = (path: string | undefined, text: string): void => {
    if (path === undefined) return;
    contents.set(path, [...(contents.get(path) ?? []), text]);
  };
  const fileOf = (identity: Parameters<typeof identityKey>[0]): string | undefined =>
    places.of.get(identityKey(identity));
  for (const schema of live.schemas) {
    if (schema === 'public') continue;
    const comments = leftOut.commentsOn(schema, null);
    put(fileOf(namespaceOf(schema)), [namespaceText(schema, printing), ...comments].join('\n'));
  }
  // Enums stand above the table that they are of.
  for (const one of [
    ...live.wholes.filter(({ kind }) => kind === 'enum'),
    ...live.wholes.filter(({ kind }) => kind !== 'enum'),
  ])
    put(fileOf(one), wholeText(one, printing, leftOut.commentsOn(one.schema, one.name)));
  for (const role of live.roles) put(fileOf(role), roleText(role, printing));
  for (const text of relationTexts(printing)) put(places.relations, text);
  putElsewhere(printing, put);
  for (const [type, variable] of printing.customs) put(places.types, customText(type, variable));
  const variables = new Map([
    ...[...places.of].map(([key, path]): [string, string] => [names.variables.get(key) ?? '', path]),
    ...live.elsewhere
      .filter(({ kind }) => kind === 'table')
      .map((table): [string, string] => [variableFor(table, printing), places.elsewhere]),
    ...[...printing.customs.values()].map((variable): [string, string] => [variable, places.types]),
  ]);
  const files = [...contents].map(([path, declarations]) => ({
    path: `${path}.ts`,
    text: moduleText(path, declarations, { fileOf: variables, extension }),
  }));
  const exported = [...contents.keys()].filter((path) => path !== places.elsewhere && path !== places.types);
  const index = [
    ...exported.sort(byLetters).map((path) => `export * from '${relative(places.index, path)}${extension}';`),
    ...leftOut.commentsOn('public', null),
  ];
  return [...files, { path: `${places.index}.ts`, text: `${index.join('\n')}\n` }].sort((a, b) =>
    byLetters(a.path, b.path),
  );
}

/** Tables that foreign keys lead to, which the index does not export: they are not this schema's to declare. */
function putElsewhere(printing: Printing, put: (path: string, text: string) => void): void {
  const { live, places } = printing;
  const tables = live.elsewhere.filter(({ kind }) => kind === 'table');
  const others = new Set(tables.map(({ schema }) => schema ?? ''));
  for (const schema of [...others].sort(byLetters)) {
    if (schema !== 'public' && !live.schemas.includes(schema))
      put(places.elsewhere, namespaceText(schema, printing));
  }
  for (const table of tables) put(places.elsewhere, elsewhereText(table, printing));
}

function nothingThere(schemas: Live['schemas'] | undefined): Problem {
  return new Problem({
    code: 'parity/nothing-to-pull',
    what:
      schemas === undefined
        ? 'the database has nothing that a schema could declare'
        : `the database has nothing in ${schemas.join(', ')} that a schema could declare`,
    why: 'tables, views, enums and sequences are what a schema is made of',
    fix: 'migrate it first, or name the right database or its namespaces',
  });
}
