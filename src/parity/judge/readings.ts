import { isName } from './case.ts';
import type { Case } from './case.ts';
import type { Knowledge } from './knowledge.ts';
import type { Token } from './tokens.ts';

/** One way to read a declared text. */
export interface Reading {
  readonly expression: string;
  readonly tokens: readonly Token[];
  readonly opclass?: string | undefined;
  readonly collation?: string | undefined;
}

/**
 * The ways to read a declared text, the likelier one first. An index key may end in an operator class, and in a
 * collation before it, brackets around both or not: Postgres keeps neither in the expression. Only Postgres can say
 * whether what is left is one.
 */
export function readingsOf(asked: Case, { opclasses, collations }: Knowledge): readonly Reading[] {
  const { declared, question } = asked;
  const whole = { expression: question.declared, tokens: declared };
  if (question.access === undefined) return [whole];
  const { method } = question.access;
  const last = nameAtEnd(declared);
  const opclass = last && opclasses.find((one) => one.method === method && isCalled(one, last.parts));
  const key = opclass === undefined ? declared : declared.slice(0, last?.first);
  const inner = unwrapped(key);
  const name = nameAtEnd(inner);
  const collate = name && inner[name.first - 1];
  const operand = inner.slice(0, (name?.first ?? 0) - 1);
  const collation =
    name && collate?.kind === 'name' && collate.value === 'collate' && isOperand(operand)
      ? collations.find((one) => isCalled(one, name.parts) && (name.parts.length > 1 || one.isVisible))
      : undefined;
  const tokens = collation === undefined ? key : operand;
  const [first] = tokens;
  if (tokens === declared || first === undefined) return [whole];
  const expression = question.declared.slice(first.from, tokens.at(-1)?.to);
  return [{ expression, tokens, opclass: opclass?.name, collation: collation?.printed }, whole];
}

/** The name, with a namespace or without, that stands at the end, and where it begins. */
function nameAtEnd(
  tokens: readonly Token[],
): { readonly parts: readonly string[]; readonly first: number } | undefined {
  const end = tokens.length;
  const last = tokens[end - 1];
  if (last === undefined || !isName(last)) return undefined;
  const namespace = tokens[end - 3];
  if (tokens[end - 2]?.value !== '.' || namespace === undefined || !isName(namespace)) {
    return { parts: [last.value], first: end - 1 };
  }
  return { parts: [namespace.value, last.value], first: end - 3 };
}

function isCalled(
  { schema, name }: { readonly schema: string; readonly name: string },
  parts: readonly string[],
): boolean {
  return parts.length === 1 ? parts[0] === name : parts[0] === schema && parts[1] === name;
}

/** Without the brackets around all of it. */
function unwrapped(tokens: readonly Token[]): readonly Token[] {
  const [first, ...rest] = tokens;
  const inner = rest.slice(0, -1);
  const isWrapped =
    first?.value === '(' && first.kind === 'mark' && inner.every(({ depth }) => depth > first.depth);
  return isWrapped && inner.length > 0 ? unwrapped(inner) : tokens;
}

/** Whether COLLATE behind it would be of all of it: it binds closer than operators do, and less close than a cast. */
function isOperand(tokens: readonly Token[]): boolean {
  const outer = Math.min(...tokens.map(({ depth }) => depth));
  const shape = tokens
    .filter(({ depth }) => depth === outer)
    .map(({ kind, value }) => (isName({ kind }) ? 'n' : kind === 'string' ? 's' : value))
    .join('');
  return /^(?:(?:n(?:\.n)*)?\(\)|n(?:\.n)*|s)(?:::n(?:[n.]|\(\)|\[\])*)*$/.test(shape);
}
