import { isNode, partOf } from './node-tree.ts';
import type { Tree, TreeNode } from './node-tree.ts';

/**
 * What Postgres leaves out where it asks itself whether two trees are equal: where something stood in the text, how it
 * was written (a call, a cast, in words), and by which name it was reached.
 */
const DISPLAY = new Set(
  ['location', 'stmt_location', 'stmt_len', 'list_start', 'list_end'].concat(
    ['funcformat', 'relabelformat', 'coerceformat', 'convertformat', 'coercionformat', 'row_format'],
    ['varnosyn', 'varattnosyn'],
    // The name that a table goes by in the query. Names of its columns, which a whole row shows, stand in eref too.
    ['alias'],
  ),
);

/** Whether two trees of this server say the same. `own` are the numbers of the two views that hold them. */
export function isSameTree(one: Tree, other: Tree, own: readonly [string, string] = ['', '']): boolean {
  const [a, b] = [plain(one), plain(other)];
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  if (isNode(a) && isNode(b)) return isSameNode(a, b, own);
  return !isNode(a) && !isNode(b) && isSameList(a, b, own);
}

function isSameList(one: readonly Tree[], other: readonly Tree[], own: readonly [string, string]): boolean {
  return one.length === other.length && one.every((part, index) => isSameTree(part, other[index] ?? '', own));
}

function isSameNode(one: TreeNode, other: TreeNode, own: readonly [string, string]): boolean {
  if (one.node !== other.node || one.fields.size !== other.fields.size) return false;
  return [...one.fields].every(([field, parts]) => {
    const others = other.fields.get(field);
    if (others === undefined) return false;
    if (DISPLAY.has(field)) return true;
    if (one.node === 'SUBLINK' && field === 'subselect') {
      return isSameList(parts.map(withoutNames), others.map(withoutNames), own);
    }
    if (field === 'eref') return isSameColumns(parts[0], others[0]);
    // Older versions list the view itself among its tables.
    if (field === 'relid' && parts[0] === own[0] && others[0] === own[1]) return true;
    return isSameList(parts, others, own);
  });
}

function isSameColumns(one: Tree | undefined, other: Tree | undefined): boolean {
  if (!isNode(one) || !isNode(other)) return one === other;
  return isSameTree(partOf(one, 'colnames') ?? '', partOf(other, 'colnames') ?? '');
}

/** A query of which only the values are taken. */
function withoutNames(tree: Tree): Tree {
  const columns = isNode(tree, 'QUERY') ? partOf(tree, 'targetList') : undefined;
  if (!isNode(tree) || typeof columns !== 'object' || isNode(columns)) return tree;
  const unnamed = columns.map((column) => (isNode(column) ? having(column, 'resname', []) : column));
  return having(tree, 'targetList', [unnamed]);
}

function having({ node, fields }: TreeNode, field: string, parts: readonly Tree[]): TreeNode {
  return { node, fields: new Map(fields).set(field, parts) };
}

/** Numbers that the server's own functions and types have for good. */
const BOOLEAN = '16';
const BOOLEAN_EQUAL = '91';
const BOOLEAN_UNEQUAL = '85';

/** A truth that is compared with `true` or `false` is that truth or its NOT, null included: so the planner has it too. */
function plain(tree: Tree): Tree {
  if (!isNode(tree, 'OPEXPR')) return tree;
  const operator = partOf(tree, 'opno');
  if (operator !== BOOLEAN_EQUAL && operator !== BOOLEAN_UNEQUAL) return tree;
  const args = partOf(tree, 'args');
  if (typeof args !== 'object' || isNode(args)) return tree;
  const place = args.findIndex((one) => truthOf(one) !== undefined);
  const [truth, rest] = [args[place], args[1 - place]];
  if (truth === undefined || rest === undefined) return tree;
  return truthOf(truth) === (operator === BOOLEAN_EQUAL) ? plain(rest) : not(rest);
}

function truthOf(tree: Tree): boolean | undefined {
  const isKnown =
    isNode(tree, 'CONST') && partOf(tree, 'consttype') === BOOLEAN && partOf(tree, 'constisnull') === 'false';
  return isKnown ? tree.fields.get('constvalue')?.[2] === '1' : undefined;
}

function not(tree: Tree): TreeNode {
  const fields = { boolop: ['not'], args: [[tree]], location: ['-1'] };
  return { node: 'BOOLEXPR', fields: new Map<string, readonly Tree[]>(Object.entries(fields)) };
}
