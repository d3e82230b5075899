import { call, quoted, template } from '../code.ts';
import { rawText, isPutTogether } from './raw-text.ts';
import type { Call, Link, Piece } from './piece.ts';
import { sqlLines } from './sql-lines.ts';

/** How code stands in a file. */
export interface Layout {
  /** Blanks before each line. */
  readonly indent?: number;
  /** Whether even one change of a table has a line of its own, as in a file; it has none in a message. */
  readonly isFile?: boolean;
}

const WIDTH = 110;

/** Pieces as the lines of a migration's `up` or `down`. */
export function printed(pieces: readonly Piece[], { indent = 0, isFile = false }: Layout = {}): string {
  const pad = ' '.repeat(indent);
  return pieces
    .flatMap((piece, index) => {
      const text = printedPiece(piece, pad, isFile);
      // A new table begins something new.
      const begins = isFile && index > 0 && startsTable(pieces, index);
      return begins ? ['', text] : [text];
    })
    .join('\n');
}

function startsTable(pieces: readonly Piece[], index: number): boolean {
  const isRemarked = pieces[index - 1]?.kind === 'remark';
  const piece = pieces[index];
  return !isRemarked && (piece?.kind === 'remark' ? pieces[index + 1] : piece)?.kind === 'create';
}

function printedPiece(piece: Piece, pad: string, isFile: boolean): string {
  switch (piece.kind) {
    case 'remark':
      return remarkLines(piece.lines, pad).join('\n');
    case 'raw':
      return rawStatement(piece.statement, pad);
    case 'schema':
      return `${pad}await ${schemaBuilder(piece.schema)}.${linkText(piece.link)};`;
    default:
      return tableStatement(piece, pad, isFile);
  }
}

/** A statement of SQL: in one line, or in lines of its own between backticks. */
function rawStatement(statement: string, pad: string): string {
  const line = `${pad}await knex.raw(${rawText(statement)});`;
  const isShort = line.length <= WIDTH && !statement.includes('\n');
  if (isShort || isPutTogether(statement)) return line;
  const start = `${pad}  `;
  // With room for quotes and a comma.
  const lines = sqlLines(statement, WIDTH - start.length - 3);
  if (lines.length === 1 && !statement.includes('\n'))
    return [`${pad}await knex.raw(`, `${start}${rawText(statement)},`, `${pad});`].join('\n');
  const text = lines.map((one) => `\n${start}${one}`).join('');
  return `${pad}await knex.raw(${template(text.replaceAll('?', '\\?'))});`;
}

function tableStatement(
  { kind, table, calls }: Extract<Piece, { readonly kind: 'create' | 'alter' }>,
  pad: string,
  isFile: boolean,
): string {
  const head = `${pad}await ${schemaBuilder(table.schema)}.${kind}Table(${quoted(table.name)}, (table) => {`;
  const [only] = calls;
  if (!isFile && kind === 'alter' && calls.length === 1 && only !== undefined) {
    const line = `${head} ${callText(only)} });`;
    if (line.length <= WIDTH) return [...remarkLines(only.notes ?? [], pad), line].join('\n');
  }
  const inner = `${pad}  `;
  const body = calls.flatMap((one, index) => [
    ...(sameNotes(one, calls[index - 1]) ? [] : remarkLines(one.notes ?? [], inner)),
    ...callLines(one, inner),
  ]);
  return [head, ...body, `${pad}});`].join('\n');
}

function sameNotes(one: Call, other: Call | undefined): boolean {
  return other?.notes !== undefined && one.notes?.join('\n') === other.notes.join('\n');
}

function callText({ links }: Call): string {
  return `table.${links.map(linkText).join('.')};`;
}

function linkText({ method, given }: Link): string {
  return call(method, ...given);
}

/** In one line, or a method a line, or what the last one is given in lines of its own. */
function callLines(one: Call, pad: string): readonly string[] {
  const line = `${pad}${callText(one)}`;
  if (line.length <= WIDTH) return [line];
  if (one.links.length > 1)
    return [
      `${pad}table`,
      ...one.links.map((link, index) => {
        const end = index === one.links.length - 1 ? ';' : '';
        return `${pad}  .${linkText(link)}${end}`;
      }),
    ];
  const [{ method, given } = { method: '', given: [] }] = one.links;
  const last = given.at(-1) ?? '';
  const head = `${pad}table.${method}(${[...given.slice(0, -1), '{'].join(', ')}`;
  if (last.startsWith('{ ') && last.endsWith(' }') && head.length <= WIDTH)
    return [
      head,
      ...last
        .slice(2, -2)
        .split(', ')
        .map((entry) => `${pad}  ${entry},`),
      `${pad}});`,
    ];
  return [`${pad}table.${method}(`, ...given.map((argument) => `${pad}  ${argument},`), `${pad});`];
}

/** Comments that no name ends. */
function remarkLines(lines: readonly string[], pad: string): readonly string[] {
  const width = WIDTH - pad.length - 3;
  return lines.flatMap((line) => {
    const words = line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').split(' ');
    const filled: string[] = [];
    for (const word of words) {
      const last = filled.at(-1);
      if (last !== undefined && last.length + word.length < width) filled.splice(-1, 1, `${last} ${word}`);
      else filled.push(word);
    }
    return filled.map((one) => `${pad}// ${one}`);
  });
}

function schemaBuilder(schema: string | null): string {
  return schema === null ? 'knex.schema' : `knex.schema.withSchema(${quoted(schema)})`;
}
