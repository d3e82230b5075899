import { hasWord, isName } from './case.ts';
import type { Case } from './case.ts';
import type { Knowledge } from './knowledge.ts';
import type { Plan } from './plan.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/**
 * What the plan of two expressions that print alike may hide, as a reason to look closer; undefined when it shows all
 * of them.
 */
export function hiddenInPlan(
  asked: Pick<Case, 'declared' | 'live' | 'question'>,
  printed: { readonly declared: string; readonly live: string },
  knowledge: Knowledge,
): string | undefined {
  const { functions, changingFunctions, operators, hasHidingCasts } = knowledge;
  if (hasWord(asked, COLLATE) !== undefined) return 'COLLATE does not show in a plan';
  const names = [...asked.declared, ...asked.live].filter(isName).map(({ value }) => value);
  const changing = names.find((name) => changingFunctions.has(name));
  if (changing !== undefined) return `a plan may show another call of ${changing} than is written`;
  const gone = [...functions].find(
    (name) =>
      count(asked.declared, name) !== count(tokensOf(printed.declared) ?? [], name) ||
      count(asked.live, name) !== count(tokensOf(printed.live) ?? [], name),
  );
  if (gone !== undefined) return `a plan shows what ${gone} does instead of its name`;
  const { declared, live } = asked.question;
  const operator = operators.find((name) => declared.includes(name) || live.includes(name));
  if (operator !== undefined) return `a plan may show what the operator ${operator} does instead of its name`;
  if (hasHidingCasts) return 'a plan may show what a cast does instead of its name';
  return undefined;
}

const COLLATE = new Set(['collate']);

function count(tokens: readonly Token[], name: string): number {
  return tokens.filter((token) => isName(token) && token.value === name).length;
}

/**
 * What a query's plan may hide: how many rows are taken and in which order where an index has it already, by what
 * rows are told apart, over which ones a window looks, how rows are locked, which rows are written down in it, and
 * joins and conditions that keys and constraints make needless.
 */
const UNSEEN = new Set(
  ['limit', 'offset', 'fetch', 'order', 'distinct', 'union', 'recursive', 'materialized', 'group'].concat([
    'over',
    'window',
    'for',
    'only',
    'left',
    'right',
    'full',
    'null',
    'with',
    'values',
  ]),
);

/** How a query is put together, which may be in several ways for one plan. */
const JOINTS = [
  'select',
  'from',
  'where',
  'having',
  'join',
  'on',
  'using',
  'natural',
  'cross',
  'lateral',
  'exists',
];

/** The same for a query, of which the whole plan is alike. */
export function hiddenInQueryPlan(
  asked: Case,
  plan: string,
  { functions, operators, hasHidingCasts, views }: Knowledge,
): string | undefined {
  const word = hasWord(asked, COLLATE) ?? hasWord(asked, UNSEEN);
  if (word !== undefined) return `a plan does not show all of ${word.toUpperCase()}`;
  const named = (tokens: readonly Token[], known: ReadonlySet<string>): readonly string[] =>
    [...new Set(tokens.filter(isName).map(({ value }) => value))].filter((name) => known.has(name)).sort();
  const [own] = named([...asked.declared, ...asked.live], functions);
  if (own !== undefined) return `a plan may show what ${own} does instead of its name`;
  const { declared, live } = asked.question;
  if (hasHidingCasts || operators.some((name) => declared.includes(name) || live.includes(name))) {
    return 'a plan may show what an operator or a cast does instead of its name';
  }
  if (named(asked.declared, views).join() !== named(asked.live, views).join()) {
    return 'a plan shows the tables beneath a view instead of the view';
  }
  const joint = JOINTS.find((name) => count(asked.declared, name) !== count(asked.live, name));
  if (joint !== undefined) return `a plan does not show where ${joint.toUpperCase()} is written`;
  // As text or json they show, and by their names a row is one or another.
  if (plan.includes('.*') || plan.includes('ROW(')) {
    return 'a plan does not show what the columns of a whole row are called';
  }
  // Nothing beneath such a filter is planned. An expression's own row is never looked up, by one at its top.
  const { Plans = [] } = JSON.parse(plan) as Plan;
  const planned = asked.question.sees === 'query' ? plan : JSON.stringify(Plans);
  if (planned.includes('"One-Time Filter"')) {
    return 'a plan does not show what a condition that is never true leaves out';
  }
  return undefined;
}
