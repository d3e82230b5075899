import type { Layout } from './data.ts';
import { connected, layered, neighboursOf } from './layers.ts';
import type { Link } from './layers.ts';

/** What has to find a place. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Some boxes with their places, in a frame of their own. */
interface Block extends Size {
  readonly corners: ReadonlyMap<number, readonly [x: number, y: number]>;
}

const GAP = { x: 96, y: 28, block: 72 };
/** Width to height, as the picture's part of a screen has it. */
const ASPECT = 1.1;

/**
 * Places boxes so that lines between them are short: what is referred to stands left of what refers to it, boxes
 * that no line joins stand together in a grid, and all of it fills a screen's shape. The same input gives the same
 * picture.
 */
export function layoutOf(
  boxes: readonly (Size | null)[],
  links: readonly Link[],
  isShown: (index: number) => boolean = () => true,
): Layout {
  const nodes = boxes.flatMap((box, index) => (box !== null && isShown(index) ? [index] : []));
  const shown = new Set(nodes);
  const inside = links.filter(({ from, to }) => shown.has(from) && shown.has(to));
  const size = (node: number): Size => boxes[node] ?? { width: 0, height: 0 };
  const groups = connected(nodes, inside);
  const blocks = groups.filter((group) => group.length > 1).map((group) => layeredBlock(group, inside, size));
  const alone = groups.flatMap((group) => (group.length === 1 ? group : []));
  const { corners, width, height } = best(gridBlocks(alone, size), (grid) => packed([...blocks, ...grid]));
  return { width, height, corners: boxes.map((_box, index) => corners.get(index) ?? null) };
}

/** What is seen largest when it fills the screen; of those that are as large, the one with the most regular grid. */
function best(grids: readonly Block[][], pack: (grid: readonly Block[]) => Block): Block {
  const extent = ({ width, height }: Block): number => Math.max(width / ASPECT, height);
  const [first] = grids
    .map((grid) => {
      const whole = pack(grid);
      return { whole, cost: grid.reduce((sum, block) => sum + extent(block) / 10, extent(whole)) };
    })
    .sort((a, b) => a.cost - b.cost);
  return first?.whole ?? pack([]);
}

/** A group whose lines lead from right to left, in columns that are about as high as the group's share of a screen. */
function layeredBlock(group: readonly number[], links: readonly Link[], size: (node: number) => Size): Block {
  const members = new Set(group);
  const own = links.filter(({ from }) => members.has(from));
  const limit = heightFor(group, size);
  const columns = layered(group, own).flatMap((layer) => inColumns(layer, limit, size));
  const neighbours = neighboursOf(own);
  const tops = new Map<number, number>();
  for (const column of columns) stack(column, size, (_node, next) => next, tops);
  const middle = (node: number): number => (tops.get(node) ?? 0) + size(node).height / 2;
  for (let sweep = 0; sweep < 8; sweep += 1) {
    for (const column of sweep % 2 === 0 ? columns.toReversed() : columns) {
      const wanted = (node: number): number => {
        const near = neighbours.get(node) ?? [];
        const mean = near.reduce((sum, one) => sum + middle(one), 0) / Math.max(near.length, 1);
        return mean - size(node).height / 2;
      };
      settle(column, size, wanted, tops);
    }
  }
  return framed(columns, size, tops);
}

/** Boxes that nothing joins, in one column, in two, and so on: which is best depends on what stands beside them. */
function gridBlocks(nodes: readonly number[], size: (node: number) => Size): Block[][] {
  if (nodes.length === 0) return [[]];
  const total = nodes.reduce((sum, node) => sum + size(node).height + GAP.y, 0);
  return Array.from({ length: Math.min(nodes.length, 40) }, (_none, index) => {
    const tops = new Map<number, number>();
    const columns = inColumns(nodes, total / (index + 1), size);
    for (const column of columns) stack(column, size, (_node, next) => next, tops);
    return [framed(columns, size, tops, GAP.y)];
  });
}

function heightFor(nodes: readonly number[], size: (node: number) => Size): number {
  const area = nodes.reduce((sum, node) => sum + (size(node).width + GAP.x) * (size(node).height + GAP.y), 0);
  return Math.sqrt(area / ASPECT);
}

/** Cuts a layer that is too high into several columns of about the same height. */
function inColumns(layer: readonly number[], limit: number, size: (node: number) => Size): number[][] {
  const total = layer.reduce((sum, node) => sum + size(node).height + GAP.y, 0);
  const share = total / Math.max(1, Math.round(total / limit));
  const columns: number[][] = [];
  let height = Infinity;
  for (const node of layer) {
    const own = size(node).height + GAP.y;
    // Half of a box may stand out: else a column of its own would be left for the last one.
    if (height + own / 2 > share) {
      columns.push([]);
      height = 0;
    }
    columns.at(-1)?.push(node);
    height += own;
  }
  return columns;
}

/** Puts boxes below each other, each where it wants to be or else right below the one before. */
function stack(
  column: readonly number[],
  size: (node: number) => Size,
  wanted: (node: number, next: number) => number,
  tops: Map<number, number>,
): void {
  let next = -Infinity;
  for (const node of column) {
    const top = Math.max(next, wanted(node, next === -Infinity ? 0 : next));
    tops.set(node, top);
    next = top + size(node).height + GAP.y;
  }
}

/** Moves the boxes of a column to where they want to be, half of the overlap to either side. */
function settle(
  column: readonly number[],
  size: (node: number) => Size,
  wanted: (node: number) => number,
  tops: Map<number, number>,
): void {
  const down = new Map<number, number>();
  stack(column, size, wanted, down);
  let limit = Infinity;
  const up = new Map<number, number>();
  for (const node of column.toReversed()) {
    const top = Math.min(limit - size(node).height, wanted(node));
    up.set(node, top);
    limit = top - GAP.y;
  }
  for (const node of column) tops.set(node, ((down.get(node) ?? 0) + (up.get(node) ?? 0)) / 2);
}

/** Columns side by side, moved so that the frame begins at nought. */
function framed(
  columns: readonly (readonly number[])[],
  size: (node: number) => Size,
  tops: ReadonlyMap<number, number>,
  gap = GAP.x,
): Block {
  const least = Math.min(...columns.flat().map((node) => tops.get(node) ?? 0));
  const corners = new Map<number, readonly [number, number]>();
  let x = 0;
  let height = 0;
  for (const column of columns) {
    const width = Math.max(...column.map((node) => size(node).width));
    for (const node of column) {
      const y = Math.round((tops.get(node) ?? 0) - least);
      corners.set(node, [x, y]);
      height = Math.max(height, y + size(node).height);
    }
    x += width + gap;
  }
  return { corners, width: x - gap, height };
}

/** Blocks in rows, the high ones first and small ones on top of each other, in about the shape of a screen. */
function packed(blocks: readonly Block[]): Block {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + GAP.block) * (height + GAP.block), 0);
  const limit = Math.max(Math.sqrt(area * ASPECT), ...blocks.map(({ width }) => width));
  const corners = new Map<number, readonly [number, number]>();
  const row = { top: 0, height: 0 };
  const pile = { left: 0, width: 0, height: 0 };
  let total = 0;
  for (const block of blocks.toSorted((a, b) => b.height - a.height)) {
    const isPiled = block.width <= pile.width && pile.height + GAP.block + block.height <= row.height;
    if (!isPiled) {
      pile.left += pile.width === 0 ? 0 : pile.width + GAP.block;
      if (pile.left > 0 && pile.left + block.width > limit) {
        row.top += row.height + GAP.block;
        row.height = 0;
        pile.left = 0;
      }
      Object.assign(pile, { width: block.width, height: -GAP.block });
    }
    pile.height += GAP.block;
    for (const [node, [left, top]] of block.corners)
      corners.set(node, [pile.left + left, row.top + pile.height + top]);
    pile.height += block.height;
    row.height = Math.max(row.height, pile.height);
    total = Math.max(total, pile.left + block.width);
  }
  return { corners, width: total, height: row.top + row.height };
}
