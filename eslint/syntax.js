// @ts-check
'use strict';

/** Any node but the program, which has no parent. @typedef {Exclude<import('eslint').Rule.Node, { type: 'Program' }>} Node */
/** @typedef {import('eslint').SourceCode} SourceCode */

/** Nodes that stand around an expression without changing its value, in TypeScript too. */
const WRAPPERS = new Set([
  'ChainExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/** An expression with what is only wrapped around it: `(Promise as any)!`. @param {Node} node @returns {Node} */
function outermost(node) {
  const { parent } = node;
  return parent.type !== 'Program' && WRAPPERS.has(parent.type) ? outermost(parent) : node;
}

/**
 * The name of a member or of a property, as far as the text alone says it.
 *
 * @param {import('estree').MemberExpression | import('estree').Property | import('estree').AssignmentProperty} node
 * @returns {string | undefined}
 */
function staticName(node) {
  const key = node.type === 'MemberExpression' ? node.property : node.key;
  if (!node.computed)
    return key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
  if (key.type === 'Literal') return String(key.value);
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0)
    return key.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/**
 * The function that an expression stands for, when it is one or names one of this file.
 *
 * @param {import('estree').Node} node
 * @param {SourceCode} sourceCode
 * @returns {import('estree').Node | undefined}
 */
function unaliased(node, sourceCode) {
  if (node.type !== 'Identifier') return node;
  /** @type {import('eslint').Scope.Scope | null} */
  let scope = sourceCode.getScope(node);
  for (; scope !== null; scope = scope.upper) {
    const [definition] = scope.set.get(node.name)?.defs ?? [];
    if (definition === undefined) continue;
    if (definition.type === 'FunctionName') return definition.node;
    return definition.type === 'Variable' ? (definition.node.init ?? undefined) : undefined;
  }
  return undefined;
}

module.exports = { outermost, staticName, unaliased };
