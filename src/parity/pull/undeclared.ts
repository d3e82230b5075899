import type { Identity } from '../../catalog/object.ts';
import { call, quoted } from '../fix/code.ts';
import { pasteOf } from '../fix/drizzle/paste.ts';
import type { Paste } from '../fix/drizzle/paste.ts';
import type { Location, Locations } from '../locate/location.ts';
import type { Verdict } from '../verdict.ts';
import { commentLines, layOut, layOutLines } from './layout.ts';
import { byLetters, importLines, moduleText, wordsOf } from './module.ts';
import { kebabCase, pascalCase, singular } from './words.ts';

/** What a schema of several files is, as far as new code has to fit into it. */
export interface SchemaFiles {
  readonly locations: Locations;
  /** The files whose exports it is. */
  readonly entries: readonly string[];
  /** What is known at the top of a file; undefined where there is no such file. */
  readonly namesIn: (file: string) => ReadonlySet<string> | undefined;
  /** What a file calls the namespace of a table that it declares, and where that is declared. */
  readonly namespaceOf: (file: string, table: string) => NamespaceVariable | undefined;
  /** What stands behind a file's name in an import. */
  readonly extension: string;
}

/** A variable of a schema that is a namespace. */
export interface NamespaceVariable {
  readonly variable: string;
  readonly file: string;
}

/** Code that goes into one file. */
export interface FileCode {
  readonly file: string;
  /** Whether there is no such file yet: what is here is all of it. */
  readonly isNew: boolean;
  readonly text: string;
}

interface Piece extends Paste {
  readonly identity: Identity;
  readonly place: Location | undefined;
  /** Of a declaration of its own. */
  readonly variable: string | undefined;
}

/** In an order in which a file can declare them. */
const KINDS = ['enum', 'sequence', 'table', 'view', 'materialized view'];
const WITH_ROWS = new Set(['table', 'view', 'materialized view']);

/** The code of all that lives in the database and is not declared, by the file that it belongs in. */
export function undeclaredCode(verdict: Verdict, files: SchemaFiles): readonly FileCode[] {
  const namespaces = namespacesOf(verdict, files);
  const pieces = piecesOf(verdict, files).map((piece) => inNamespace(piece, namespaces));
  const homes = homesOf(verdict, files);
  const placed = new Map<string, Piece[]>();
  const fileOf = new Map(
    [...namespaces.values()].map(({ variable, file }) => [variable, withoutEnding(file)]),
  );
  for (const piece of pieces) {
    const file = piece.place?.file ?? homes(piece, pieces);
    placed.set(file, [...(placed.get(file) ?? []), piece]);
    if (piece.variable !== undefined) fileOf.set(piece.variable, withoutEnding(file));
  }
  for (const { origin } of verdict.objects) {
    const file = origin && files.locations({ exported: origin.exported, property: undefined })?.file;
    if (file !== undefined && origin?.exported !== undefined)
      fileOf.set(origin.exported, withoutEnding(file));
  }
  return [...placed]
    .sort(([one], [other]) => byLetters(one, other))
    .map(([file, these]) => codeFor(file, these, fileOf, files));
}

function piecesOf({ differences }: Verdict, { locations }: SchemaFiles): readonly Piece[] {
  return differences.flatMap(({ attribute, fix, identity }) => {
    const paste = attribute === 'undeclared' ? pasteOf(fix.schema) : undefined;
    if (paste === undefined) return [];
    const place =
      paste.into === undefined ? undefined : locations({ exported: paste.into, property: undefined });
    const variable = /^export const ([^\s=]+) =/.exec(paste.code)?.[1];
    return [{ ...paste, identity, place, variable }];
  });
}

/** The variables of namespaces, as the files of their tables have them: an index need not export them. */
function namespacesOf(
  { objects }: Verdict,
  { locations, namespaceOf }: SchemaFiles,
): ReadonlyMap<string, NamespaceVariable> {
  const found = new Map<string, NamespaceVariable>();
  for (const { identity, origin } of objects) {
    const { kind, schema } = identity;
    const exported = origin?.exported;
    if (kind !== 'table' || schema === null || exported === undefined || found.has(schema)) continue;
    const file = locations({ exported, property: undefined })?.file;
    const namespace = file === undefined ? undefined : namespaceOf(file, exported);
    if (namespace !== undefined) found.set(schema, namespace);
  }
  return found;
}

/** A declaration by the namespace's variable, where it would make the namespace once more. */
function inNamespace(piece: Piece, namespaces: ReadonlyMap<string, NamespaceVariable>): Piece {
  const { schema } = piece.identity;
  const namespace = namespaces.get(schema ?? '');
  if (schema === null || namespace === undefined || piece.variable === undefined) return piece;
  const head = `export const ${piece.variable} = `;
  const made = `${head}${call('pgSchema', quoted(schema))}.`;
  if (!piece.code.startsWith(made)) return piece;
  return { ...piece, code: `${head}${namespace.variable}.${piece.code.slice(made.length)}` };
}

/** Finds the file of what is new: that of all tables, or one of its own beside them. */
function homesOf(
  { objects }: Verdict,
  { locations, entries, namesIn }: SchemaFiles,
): (piece: Piece, all: readonly Piece[]) => string {
  const tables = objects.flatMap(({ identity, origin }) => {
    const file =
      identity.kind === 'table' && origin !== undefined
        ? locations({ exported: origin.exported, property: undefined })?.file
        : undefined;
    return file === undefined ? [] : [{ schema: identity.schema, file }];
  });
  const filesOf = (schema: string | null): readonly string[] => {
    const own = tables.filter((one) => one.schema === schema);
    return [...new Set((own.length > 0 ? own : tables).map(({ file }) => file))];
  };
  const homeOf = (piece: Piece, all: readonly Piece[]): string => {
    const [first, ...others] = filesOf(piece.identity.schema);
    if (first === undefined) return entries[0] ?? 'schema.ts';
    if (others.length === 0 && !/\/index\.\w+$/.test(entries[0] ?? '')) return first;
    const { kind, name } = piece.identity;
    if (!WITH_ROWS.has(kind)) {
      const users = all.filter((one) => one !== piece && wordsOf(one.code).has(piece.variable ?? ''));
      const [user] = users;
      if (user !== undefined && users.length === 1) return user.place?.file ?? homeOf(user, all);
    }
    const stem = WITH_ROWS.has(kind) ? kebabCase(name) || 'table' : `${kind}s`;
    const file = first.replace(/[^/]*(\.\w+)$/, (_, ending: string) => stem + ending);
    // An index that exports all others is no place for a table.
    return namesIn(file) !== undefined && stem === 'index'
      ? file.replace(/index(\.\w+)$/, 'index-table$1')
      : file;
  };
  return homeOf;
}

function codeFor(
  file: string,
  pieces: readonly Piece[],
  fileOf: ReadonlyMap<string, string>,
  { namesIn, extension }: SchemaFiles,
): FileCode {
  const known = namesIn(file);
  const path = withoutEnding(file);
  const whole = KINDS.flatMap((kind) =>
    pieces.filter(({ into, identity }) => into === undefined && identity.kind === kind),
  ).map(declarationOf);
  if (known === undefined) return { file, isNew: true, text: moduleText(path, whole, { fileOf, extension }) };
  const places = new Map<string, Piece[]>();
  const isColumn = ({ identity }: Piece): boolean => identity.kind === 'column';
  const inside = pieces.filter(({ into }) => into !== undefined);
  for (const piece of [...inside.filter(isColumn), ...inside.filter((one) => !isColumn(one))]) {
    const line = piece.place === undefined ? '' : `, ${file}:${piece.place.line}`;
    const where = `${isColumn(piece) ? 'the columns of ' : 'what stands behind the columns of '}${piece.into ?? ''}${line}`;
    places.set(where, [...(places.get(where) ?? []), piece]);
  }
  const added = [...places].map(([where, these]) =>
    [`// into ${where}`, ...these.map(({ code }) => (/,(?:\n|$)/.test(code) ? code : `${code},`))].join('\n'),
  );
  const imports = importLines(path, pieces.map(({ code }) => code).join('\n'), { fileOf, extension }, known);
  const text = [...(imports.length === 0 ? [] : [imports.join('\n')]), ...added, ...whole].join('\n\n');
  return { file, isNew: false, text: `${text}\n` };
}

/** A declaration of its own as our files have them, the types of its rows below it. */
function declarationOf({ code, variable, identity: { kind, schema, name } }: Piece): string {
  if (variable === undefined || !WITH_ROWS.has(kind)) return layOut(code);
  const row = pascalCase(singular(variable));
  const place = `\`${schema === null || schema === 'public' ? name : `${schema}.${name}`}\``.replaceAll(
    '*/',
    '*\\/',
  );
  return [
    `${layOutLines(code)}\n`,
    `/** A row of ${place} as it is read. */`,
    `export type ${row} = typeof ${variable}.$inferSelect;`,
    ...(kind === 'table'
      ? [
          `/** A row of ${place} as it is inserted. */`,
          `export type New${row} = typeof ${variable}.$inferInsert;`,
        ]
      : []),
  ].join('\n');
}

function withoutEnding(file: string): string {
  return file.replace(/\.[cm]?[jt]s$/, '');
}

/** What else differs, said where the code is. */
export function otherDifferences({ differences }: Verdict, advice: string): readonly string[] {
  const others = differences.filter(
    ({ attribute, fix }) => attribute !== 'undeclared' || pasteOf(fix.schema) === undefined,
  );
  if (others.length === 0) return [];
  const count = others.length === 1 ? '1 difference is' : `${others.length} differences are`;
  return commentLines(`${count} of another kind: ${advice}`);
}
