import type { ProbedChange } from '../probe/changed.ts';
import type { ProbedStatement } from '../probe/probed.ts';
import { shortened } from './finding.ts';
import type { Finding } from './finding.ts';
import { RULES } from './registry.ts';
import type { Subject } from './rule.ts';
import { wordsOf } from './seen.ts';
import { WAIVER_RULES, withWaivers } from './waivers.ts';
import type { Waivers } from './waivers.ts';

/** A migration as the probe saw it. */
export interface LintOptions {
  /** The migration's name in the history. */
  readonly name: string;
  readonly statements: readonly ProbedStatement[];
  readonly isTransactional: boolean;
  /** Tables that nobody else knows yet, by their names for SQL, beside those that the migration makes itself. */
  readonly newTables?: Iterable<string>;
  readonly waivers?: Waivers;
}

/** Every rule, with those about waivers. */
export const RULE_IDS: ReadonlySet<string> = new Set([...RULES, ...WAIVER_RULES].map(({ id }) => id));

/** Judges what a migration did, however it was written. */
export function lint({
  name,
  statements,
  isTransactional,
  newTables = [],
  waivers = {},
}: LintOptions): readonly Finding[] {
  const fresh = new Set(newTables);
  const seen = fresh.size === 0 ? statements : statements.map((one) => without(one, fresh));
  const findings = seen.flatMap((statement, index) => {
    const subject: Subject = {
      statement,
      words: wordsOf(statement.sql),
      before: seen.slice(0, index),
      after: seen.slice(index + 1),
      isTransactional,
    };
    return RULES.flatMap(({ id, judge }) =>
      judge(subject).map((found) => ({
        rule: id,
        migration: name,
        statement: shortened(statement.sql),
        ...found,
        docs: `docs/lint/${id}.md`,
      })),
    );
  });
  const known = new Set(RULES.map(({ id }) => id));
  return Object.freeze(withWaivers(findings, waivers, { migration: name, known }));
}

/** A statement as if the tables had been made in the migration. */
function without(statement: ProbedStatement, tables: ReadonlySet<string>): ProbedStatement {
  const isOld = (name: string): boolean => !tables.has(name);
  const gone = new Set(
    statement.changes.flatMap((change) =>
      change.what === 'index added' && tables.has(change.table.name) ? [change.index.name] : [],
    ),
  );
  return {
    ...statement,
    locks: statement.locks.filter(({ relation }) => isOld(relation)),
    held: statement.held.filter(({ relation }) => isOld(relation)),
    rewritten: statement.rewritten.filter(isOld),
    emptied: statement.emptied.filter(isOld),
    scanned: statement.scanned.filter(isOld),
    built: statement.built.filter((index) => !gone.has(index)),
    written: statement.written.filter(({ relation }) => isOld(relation)),
    changes: statement.changes.filter((change) => isOld(subjectOf(change))),
  };
}

function subjectOf(change: ProbedChange): string {
  if ('table' in change) return change.table.name;
  if (change.what === 'relation changed') return change.before.name;
  return 'relation' in change ? change.relation.name : '';
}
