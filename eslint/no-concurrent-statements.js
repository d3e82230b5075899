// @ts-check
'use strict';
const { outermost, staticName, unaliased } = require('./syntax.js');

/** @typedef {import('./syntax.js').Node} Node */
/** @typedef {import('eslint').Scope.Reference} Reference */

const TOGETHER = new Set(['all', 'allSettled', 'any', 'race']);
const HARMLESS = new Set(['resolve', 'reject', 'try', 'withResolvers']);
const ITERATION = new Set(['every', 'filter', 'find', 'findIndex', 'flatMap', 'forEach', 'map', 'some']);
const GLOBAL_OBJECTS = ['globalThis', 'global', 'self', 'window'];

const WHY =
  'A migration has one connection and one transaction: statements that are started together run in an order ' +
  'that nobody chose, go on after one of them has failed, or take connections that are not in the transaction.';
const FIX = 'Fix: await one after the other, in a for loop where there are many.';

/**
 * Migrations and seeds run one statement at a time. Whatever starts several at once is refused, under any name:
 * what is allowed to be done with Promise is listed, rather than what is not.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'Forbid starting several statements at once in migrations and seeds.' },
    schema: [],
    messages: {
      together: `Promise.{{name}} runs statements at the same time. ${WHY} ${FIX}`,
      hidden: `Promise is used under another name or by a computed one, which may be Promise.all. ${WHY} ${FIX}`,
      callback: `.{{name}}() starts an async function for each element without waiting for the one before. ${WHY} ${FIX}`,
      kept: `{{name}}() is started and not awaited at once. ${WHY} ${FIX}`,
    },
  },

  create(context) {
    const { sourceCode } = context;

    /** Every use of a global as a value, whether the name is known to ESLint or not. @param {string} name */
    const usesOf = (name) => {
      const scope = sourceCode.scopeManager.globalScope;
      const known = scope?.set.get(name);
      const references = known !== undefined && known.defs.length > 0 ? [] : (known?.references ?? []);
      const unknown = scope?.through.filter(({ identifier }) => identifier.name === name) ?? [];
      return [...references, ...unknown]
        .filter(isValue)
        .map(({ identifier }) => /** @type {Node} */ (identifier));
    };

    /** What is done with Promise itself. @param {Node} node */
    const checkPromise = (node) => {
      const use = outermost(node);
      const { parent } = use;
      if (parent.type === 'NewExpression' && parent.callee === use) return;
      if (parent.type === 'BinaryExpression' && parent.operator === 'instanceof') return;
      const names = takenFrom(use);
      if (names === undefined) context.report({ node: use, messageId: 'hidden' });
      for (const name of names ?? []) {
        if (name === undefined) context.report({ node: use, messageId: 'hidden' });
        else if (TOGETHER.has(name)) context.report({ node: use, messageId: 'together', data: { name } });
        else if (!HARMLESS.has(name)) context.report({ node: use, messageId: 'hidden' });
      }
    };

    /** globalThis.Promise is Promise too. @param {Node} node */
    const checkGlobalObject = (node) => {
      const use = outermost(node);
      const names = takenFrom(use);
      if (use.parent.type === 'MemberExpression' && names?.[0] === 'Promise') checkPromise(use.parent);
      else if (names?.some((name) => name === undefined || name === 'Promise'))
        context.report({ node: use, messageId: 'hidden' });
    };

    return {
      'Program:exit'() {
        for (const node of usesOf('Promise')) checkPromise(node);
        for (const name of GLOBAL_OBJECTS) for (const node of usesOf(name)) checkGlobalObject(node);
      },

      CallExpression(node) {
        const { callee } = node;
        if (callee.type === 'MemberExpression') {
          const name = staticName(callee);
          const [callback] = node.arguments;
          if (name === undefined || !ITERATION.has(name) || callback === undefined) return;
          const called = unaliased(callback, sourceCode);
          if (isAsync(called)) context.report({ node: callback, messageId: 'callback', data: { name } });
        } else if (callee.type === 'Identifier' && isAsync(unaliased(callee, sourceCode)) && isKept(node)) {
          context.report({ node, messageId: 'kept', data: { name: callee.name } });
        }
      },
    };
  },
};

/**
 * The names that are taken from an object: by a dot, by brackets or by a pattern. Undefined stands for a name that
 * is not known before it runs; no list at all, for a use that takes nothing by name.
 *
 * @param {Node} use
 * @returns {(string | undefined)[] | undefined}
 */
function takenFrom(use) {
  const { parent } = use;
  if (parent.type === 'MemberExpression' && parent.object === use) return [staticName(parent)];
  const pattern =
    parent.type === 'VariableDeclarator' && parent.init === use
      ? parent.id
      : parent.type === 'AssignmentExpression' && parent.right === use
        ? parent.left
        : undefined;
  if (pattern?.type !== 'ObjectPattern') return undefined;
  return pattern.properties.map((property) =>
    property.type === 'Property' ? staticName(property) : undefined,
  );
}

/** `Promise<void>` is a type, not a use. @param {Reference & { isValueReference?: boolean }} reference */
function isValue({ isValueReference }) {
  return isValueReference !== false;
}

/** @param {{ type: string, async?: boolean | undefined } | undefined} node */
function isAsync(node) {
  return node?.async === true;
}

/**
 * Whether what a call gives is put aside; a call as a statement of its own is for no-floating-promises to report.
 *
 * @param {Node} node
 * @returns {boolean}
 */
function isKept(node) {
  const use = outermost(node);
  const { parent } = use;
  switch (parent.type) {
    case 'AwaitExpression':
    case 'ReturnStatement':
    case 'ExpressionStatement':
      return false;
    case 'ArrowFunctionExpression':
      return parent.body !== use;
    case 'UnaryExpression':
      return parent.operator !== 'void';
    case 'ConditionalExpression':
      return parent.test === use || isKept(parent);
    case 'LogicalExpression':
      return isKept(parent);
    case 'MemberExpression':
      // await insert(knex).catch(…) waits for it.
      return !(
        ['then', 'catch', 'finally'].includes(staticName(parent) ?? '') &&
        parent.parent.type === 'CallExpression' &&
        !isKept(parent.parent)
      );
    default:
      return true;
  }
}
