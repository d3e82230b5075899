import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { sqlTokens } from '../../declared/sql-tokens.ts';
import { parenthesised } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { ownerOf } from '../../render/names.ts';
import { quoted } from '../code.ts';
import { link } from '../knex.ts';
import { KEYWORDS } from './keywords.ts';
import { inOneLine } from './one-line.ts';
import { isBareEnclosed } from './parentheses.ts';
import type { Link } from './piece.ts';
import { readable } from './readable.ts';
import { statementOf } from './statement.ts';

/** A check in the callback of a new table: undefined where Knex, which does not quote its name, says another one. */
export function checkLink(check: CatalogObject): Link | undefined {
  const { kind, name } = check;
  const expression = textFact(check, 'expression') ?? '';
  const line = inOneLine(expression);
  const tokens = sqlTokens(line);
  // The parentheses around all of it are there already.
  const inside = isBareEnclosed(tokens) ? line.slice(tokens[0]?.end ?? 0, tokens.at(-1)?.start) : line;
  const isExact =
    kind === 'check' &&
    /^[a-z_][a-z0-9_]*$/.test(name) &&
    !KEYWORDS.has(name) &&
    !/[?\n]|--|\/\*/.test(line) &&
    statementOf(check) ===
      `ALTER TABLE ${ownerOf(check)} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK ${parenthesised(expression)}`;
  return isExact ? link('check', quoted(readable(inside)), 'undefined', quoted(name)) : undefined;
}
