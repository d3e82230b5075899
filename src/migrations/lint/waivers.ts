import { waiver } from './code.ts';
import type { Finding } from './finding.ts';

/** What a migration says of rules that it breaks on purpose: the reason, by the rule's id. */
export type Waivers = Readonly<Record<string, unknown>>;

/** What a waiver itself can be wrong in. */
export const WAIVER_RULES = Object.freeze([
  { id: 'waiver-unknown-rule', title: 'A waiver of a rule that there is not' },
  { id: 'waiver-without-reason', title: 'A waiver that gives no reason' },
  { id: 'waiver-unneeded', title: 'A waiver that nothing needs' },
] as const);

/** The waivers that a migration exports. */
export function waiversOf(migration: object): Waivers {
  const { waivers } = migration as { readonly waivers?: unknown };
  return typeof waivers === 'object' && waivers !== null ? (waivers as Waivers) : {};
}

/** Findings with the reasons that the migration gives, and findings for reasons that are none. */
export function withWaivers(
  findings: readonly Finding[],
  waivers: Waivers,
  { migration, known }: { readonly migration: string; readonly known: ReadonlySet<string> },
): readonly Finding[] {
  const reasons = new Map<string, string>();
  const wrong = Object.entries(waivers).flatMap(([id, reason]): readonly Finding[] => {
    const about = (rule: string, what: string, why: string, fix: string): readonly Finding[] => [
      { rule, migration, statement: '', what, why, fix, docs: `docs/lint/${rule}.md` },
    ];
    if (!known.has(id)) {
      const like = [...known].filter((one) => one.split('-')[0] === id.split('-')[0]);
      const near = like.length === 0 ? '' : `; rules that begin alike: ${like.join(', ')}`;
      return about(
        'waiver-unknown-rule',
        `it waives ${id}, which is no rule`,
        'a waiver that is misspelt waives nothing, and nobody would know',
        `take it out, or give it the name of a rule${near}`,
      );
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      return about(
        'waiver-without-reason',
        `it waives ${id} without a reason`,
        'who reads it later cannot tell whether the reason still holds',
        waiver(id, 'the table has forty rows'),
      );
    }
    if (!findings.some(({ rule }) => rule === id)) {
      return about(
        'waiver-unneeded',
        `it waives ${id}, and nothing in it breaks that rule`,
        'it would hide what a later change of the migration breaks',
        `take it out of export const waivers: ${reason}`,
      );
    }
    reasons.set(id, reason.trim());
    return [];
  });
  const judged = findings.map((finding) => {
    const waived = reasons.get(finding.rule);
    return waived === undefined ? finding : { ...finding, waived };
  });
  return [...judged, ...wrong];
}
