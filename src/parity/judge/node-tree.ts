/** A tree as Postgres keeps an expression or a query, of which it prints every part. */
export type Tree = string | readonly Tree[] | TreeNode;

/** A node with its fields, each of one part or of several. */
export interface TreeNode {
  readonly node: string;
  readonly fields: ReadonlyMap<string, readonly Tree[]>;
}

/** Whether it is a node, and of this kind. */
export function isNode(tree: Tree | undefined, kind?: string): tree is TreeNode {
  return typeof tree === 'object' && 'node' in tree && (kind === undefined || tree.node === kind);
}

/** What stands in a field that holds one part. */
export function partOf({ fields }: TreeNode, field: string): Tree | undefined {
  return fields.get(field)?.[0];
}

/** A mark, or a run of what is none, in which a backslash takes the next character as it is. */
const TOKEN = /[(){}]|(?:\\[^]|[^\s(){}\\])+/g;

/** Reads what `pg_node_tree` prints; undefined where that is something else than expected. */
export function readTree(printed: string): Tree | undefined {
  const tokens = printed.match(TOKEN) ?? [];
  let at = 0;
  const take = (): string => {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw new Unexpected();
    return token;
  };
  const read = (): Tree => {
    const token = take();
    if (token === '(') {
      const list: Tree[] = [];
      while (tokens[at] !== ')') list.push(read());
      at += 1;
      return list;
    }
    if (token === '{') return readNode();
    if (token === ')' || token === '}') throw new Unexpected();
    return token;
  };
  const readNode = (): TreeNode => {
    const node = take();
    const fields = new Map<string, readonly Tree[]>();
    while (tokens[at] !== '}') {
      const label = take();
      if (!label.startsWith(':')) throw new Unexpected();
      // Each field has something, so that what comes first is no label even where it looks like one.
      const parts = [read()];
      while (tokens[at] !== '}' && tokens[at]?.startsWith(':') !== true) parts.push(read());
      fields.set(label.slice(1), parts);
    }
    at += 1;
    return { node, fields };
  };
  try {
    const tree = read();
    return at === tokens.length ? tree : undefined;
  } catch (error) {
    if (error instanceof Unexpected) return undefined;
    throw error;
  }
}

class Unexpected extends Error {}
