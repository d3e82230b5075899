import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { parenthesised } from '../../render/expression.ts';
import { textFact } from '../../render/facts.ts';
import { renderObjects } from '../../render/index.ts';
import { ownerOf } from '../../render/names.ts';
import { quoted } from '../code.ts';
import { link } from '../knex.ts';
import { KEYWORDS } from './keywords.ts';
import type { Link } from './piece.ts';
import { readable } from './readable.ts';

/** A check in the callback of a new table: undefined where Knex, which does not quote its name, says another one. */
export function checkLink(check: CatalogObject): Link | undefined {
  const { kind, name } = check;
  const expression = textFact(check, 'expression') ?? '';
  const isExact =
    kind === 'check' &&
    /^[a-z_][a-z0-9_]*$/.test(name) &&
    !KEYWORDS.has(name) &&
    !/[?\n]|--|\/\*/.test(expression) &&
    renderObjects([check])[0] ===
      `ALTER TABLE ${ownerOf(check)} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK ${parenthesised(expression)}`;
  return isExact ? link('check', quoted(readable(expression)), 'undefined', quoted(name)) : undefined;
}
