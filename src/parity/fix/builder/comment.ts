import { quoted } from '../code.ts';
import { link } from '../knex.ts';
import type { Link } from './piece.ts';

/** What is noted about a column, where Knex quotes it as it should; none where it would not. */
export function commentLinks(comment: string): readonly Link[] {
  const isExact = comment !== '' && !comment.includes("''") && !isHard(comment);
  return isExact ? [link('comment', quoted(comment))] : [];
}

/** The same of a table: there it quotes nothing. */
export function tableCommentLinks(comment: string): readonly Link[] {
  return comment.includes("'") || isHard(comment) ? [] : [link('comment', quoted(comment))];
}

/** Question marks are bindings, and what a backslash means is a setting. */
function isHard(comment: string): boolean {
  return /[?\\]/.test(comment);
}
