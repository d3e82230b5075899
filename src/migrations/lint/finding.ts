/** What a rule says of one statement of a migration. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly migration: string;
  /** The statement, shortened for people; empty for what concerns the migration as a whole. */
  readonly statement: string;
  readonly what: string;
  readonly why: string;
  /** The safe form in Knex, or what to do where there is none. */
  readonly fix: string;
  /** The page that explains the rule. */
  readonly docs: string;
  /** Why the migration does it all the same, in its own words. */
  readonly waived?: string;
}

/** A finding in three parts, as every message has them. */
export function describeFinding({
  rule,
  migration,
  statement,
  what,
  why,
  fix,
  docs,
  waived,
}: Finding): string {
  const where = statement === '' ? [] : [`  ${statement}`];
  const reason = waived === undefined ? [] : [`waived: ${waived}`];
  const steps = fix.includes('\n')
    ? [`fix:`, ...fix.split('\n').map((line) => `  ${line}`)]
    : [`fix: ${fix}`];
  return [`${migration}: ${what}`, ...where, why, ...reason, ...steps, `[${rule}] ${docs}`]
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A statement in a line. */
export function shortened(sql: string): string {
  const line = sql.trim().replaceAll(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
