import { sqlTokens } from '../../parity/declared/sql-tokens.ts';
import type { SqlToken } from '../../parity/declared/sql-tokens.ts';
import type { DrizzleStatement } from './drizzle-migration.ts';

/** What drizzle-kit writes into a file for statements of one's own. */
const INVITATION = /^Custom SQL migration file, put your code below! --$/;

/** The statements of a part of a file, each as it stands there; none where it holds nothing but comments. */
export function statementsOf(part: string): readonly DrizzleStatement[] {
  const statements: DrizzleStatement[] = [];
  let from = 0;
  for (const tokens of piecesOf(sqlTokens(part))) {
    const own = tokens.filter((token, index) => index < tokens.length - 1 || !isEnd(token));
    const [first, last] = [own[0], own.at(-1)];
    if (first !== undefined && last !== undefined)
      statements.push({
        remarks: remarksIn(part.slice(from, first.start)),
        sql: withoutTabs(part, own),
      });
    from = tokens.at(-1)?.end ?? part.length;
  }
  return statements;
}

/** Up to each semicolon that ends a statement: none in parentheses does, nor one in the body of an SQL function. */
function piecesOf(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const pieces: SqlToken[][] = [[]];
  let [depth, inside] = [0, 0];
  for (const [index, token] of tokens.entries()) {
    pieces.at(-1)?.push(token);
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (token.text === '(') depth += 1;
    else if (token.text === ')') depth -= 1;
    else if (word === 'atomic' && tokens[index - 1]?.text.toLowerCase() === 'begin') inside = 1;
    else if (word === 'case' && inside > 0) inside += 1;
    else if (word === 'end' && inside > 0) inside -= 1;
    if (isEnd(token) && depth === 0 && inside === 0) pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

function isEnd({ kind, text }: SqlToken): boolean {
  return kind === 'symbol' && text === ';';
}

/** The comments before a statement, line by line. */
function remarksIn(gap: string): readonly string[] {
  return gap
    .split(/\r?\n/)
    .map((line) =>
      line
        .trim()
        .replace(/^(?:--+|\/\*+)\s*/, '')
        .replace(/\s*\*+\/$/, ''),
    )
    .filter((line) => line !== '' && !INVITATION.test(line));
}

/** Its text, but for tabs and line ends between its words: what is in constants and bodies stays as it is. */
function withoutTabs(part: string, tokens: readonly SqlToken[]): string {
  return tokens
    .map((token, index) => {
      const before = tokens[index - 1];
      const gap = before === undefined ? '' : part.slice(before.end, token.start);
      return gap.replaceAll('\r\n', '\n').replaceAll('\t', '  ') + token.text;
    })
    .join('');
}
