/** An expression in parentheses of its own, so that it is one whatever stands in it. */
export function parenthesised(expression: string): string {
  return `(${ended(expression)})`;
}

/** SQL after which more can follow: a comment at its end would swallow the rest of the line. */
export function ended(sql: string): string {
  return sql.includes('--') ? `${sql}\n` : sql;
}
