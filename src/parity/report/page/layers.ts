/** A line between two nodes, by index: from what refers to what is referred to. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** The nodes that lines join, each group in ascending order, and those that none joins alone. */
export function connected(nodes: readonly number[], links: readonly Link[]): readonly (readonly number[])[] {
  const neighbours = neighboursOf(links);
  const seen = new Set<number>();
  const groups: number[][] = [];
  for (const start of nodes) {
    if (seen.has(start)) continue;
    seen.add(start);
    const group = [start];
    // The list grows while it is walked.
    for (const node of group) {
      for (const next of neighbours.get(node) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        group.push(next);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

/** Both ends of every line, by node. */
export function neighboursOf(links: readonly Link[]): ReadonlyMap<number, readonly number[]> {
  const neighbours = new Map<number, number[]>();
  const join = (one: number, other: number): void => {
    const list = neighbours.get(one);
    if (list === undefined) neighbours.set(one, [other]);
    else list.push(other);
  };
  for (const { from, to } of links) {
    if (from === to) continue;
    join(from, to);
    join(to, from);
  }
  return neighbours;
}

/** Layers in which what is referred to stands before what refers to it, as far as there is no circle. */
export function layered(nodes: readonly number[], links: readonly Link[]): readonly (readonly number[])[] {
  const targets = new Map<number, number[]>(nodes.map((node) => [node, []]));
  for (const { from, to } of links) if (from !== to) targets.get(from)?.push(to);
  const depths = depthsOf(nodes, targets);
  const layers: number[][] = [];
  for (const node of nodes) {
    const depth = depths.get(node) ?? 0;
    (layers[depth] ??= []).push(node);
  }
  return ordered(layers, neighboursOf(links));
}

/** The longest way down from each node; a line that would close a circle is left out. No recursion: chains are long. */
function depthsOf(
  nodes: readonly number[],
  targets: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, number> {
  const depths = new Map<number, number>();
  const open = new Set<number>();
  for (const start of nodes) {
    const stack = [start];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (depths.has(node)) {
        stack.pop();
        continue;
      }
      open.add(node);
      const below = targets.get(node) ?? [];
      const unknown = below.filter((one) => !depths.has(one) && !open.has(one));
      if (unknown.length > 0) stack.push(...unknown);
      else {
        depths.set(node, Math.max(0, ...below.map((one) => (depths.get(one) ?? -1) + 1)));
        open.delete(node);
        stack.pop();
      }
    }
  }
  return depths;
}

/** Puts each node near the middle of its neighbours, so that fewer lines cross. */
function ordered(
  layers: readonly (readonly number[])[],
  neighbours: ReadonlyMap<number, readonly number[]>,
): readonly (readonly number[])[] {
  const places = new Map<number, number>();
  const settle = (layer: readonly number[]): void => {
    layer.forEach((node, index) => places.set(node, (index + 0.5) / layer.length));
  };
  layers.forEach(settle);
  let sorted = layers;
  for (let sweep = 0; sweep < 6; sweep += 1) {
    sorted = sorted.map((layer) => {
      const wanted = new Map(
        layer.map((node) => {
          const near = (neighbours.get(node) ?? []).map((one) => places.get(one) ?? 0);
          return [
            node,
            near.length === 0 ? (places.get(node) ?? 0) : near.reduce((a, b) => a + b) / near.length,
          ];
        }),
      );
      const moved = layer.toSorted((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      settle(moved);
      return moved;
    });
  }
  return sorted;
}
