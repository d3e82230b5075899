import { sqlTokens } from '../../declared/sql-tokens.ts';
import type { SqlToken } from '../../declared/sql-tokens.ts';
import { KEYWORDS, LOWERED, SPECIAL_WORDS } from './keywords.ts';
import { needlessIn } from './needless.ts';

/** Words behind which something new begins, so that what follows is no name that is given to an expression. */
const OPENING = new Set(
  `add and as by case cascade check column constraint default else foreign from having in index into is key not on only or
  owned policy primary references rename role schema select sequence set table then to type unique using view when where
  with`.split(/\s+/),
);

/** SQL that means the same, as a person writes it: keywords in small letters, names without quotes that need none. */
export function readable(sql: string): string {
  const tokens = sqlTokens(sql);
  const needless = needlessIn(tokens);
  let text = '';
  let at = 0;
  tokens.forEach((token, index) => {
    const space = sql.slice(at, token.start);
    const gap = space === '  ' ? ' ' : space;
    if (!needless.has(index)) text += gap + written(token, index, tokens);
    // What stood in front stays in front of what was inside.
    else if (token.text === '(' || gap.trim() !== '') text += gap;
    at = token.end;
  });
  return text + sql.slice(at);
}

function written(token: SqlToken, index: number, tokens: readonly SqlToken[]): string {
  if (token.kind === 'word') {
    const lower = token.text.toLowerCase();
    return /^[A-Z_]+$/.test(token.text) && LOWERED.has(lower) ? lower : token.text;
  }
  return token.kind === 'name' ? bare(token, index, tokens) : token.text;
}

function bare(token: SqlToken, index: number, tokens: readonly SqlToken[]): string {
  const name = token.text.slice(1, -1);
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  const isBare =
    /^[a-z_][a-z0-9_]*$/.test(name) &&
    !SPECIAL_WORDS.has(name) &&
    (!KEYWORDS.has(name) || (after?.text !== '(' && isNameExpected(before))) &&
    // What stands close to it would be read as one with it.
    !(before?.end === token.start && /[\p{L}\p{N}_$&"']$/u.test(before.text)) &&
    !(after?.start === token.end && /^[\p{L}\p{N}_$&"']/u.test(after.text));
  return isBare ? name : token.text;
}

/** Whether a name stands where no expression has ended: behind one, only few words would be taken for its name. */
function isNameExpected(before: SqlToken | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return OPENING.has(before.text.toLowerCase());
  return before.kind === 'symbol' && before.text !== ')' && before.text !== ']';
}
