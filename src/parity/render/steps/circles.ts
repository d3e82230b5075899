import type { Graph } from './order.ts';
import type { Step } from './step.ts';

/** Groups of steps each of which waits for all others of its group, so that none can be done first. */
export function circlesIn({ steps, waits }: Graph): readonly (readonly Step[])[] {
  const circles: Step[][] = [];
  const numbers = new Map<Step, number>();
  const lowest = new Map<Step, number>();
  const open: Step[] = [];
  const isOpen = new Set<Step>();
  const enter = (step: Step): void => {
    numbers.set(step, numbers.size);
    lowest.set(step, numbers.size - 1);
    open.push(step);
    isOpen.add(step);
  };
  const lower = (step: Step, number: number | undefined): void => {
    lowest.set(step, Math.min(lowest.get(step) ?? 0, number ?? Infinity));
  };
  const leave = (step: Step): void => {
    if (lowest.get(step) !== numbers.get(step)) return;
    const circle = open.splice(open.lastIndexOf(step));
    circle.forEach((one) => isOpen.delete(one));
    if (circle.length > 1) circles.push(circle);
  };
  for (const first of steps) {
    if (numbers.has(first)) continue;
    // Without recursion: a thousand steps may wait for each other in a row.
    const stack = [{ step: first, next: 0 }];
    enter(first);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { step } = top;
      const on = waits.get(step)?.[top.next];
      top.next += 1;
      if (on === undefined) {
        stack.pop();
        leave(step);
        const below = stack.at(-1);
        if (below !== undefined) lower(below.step, lowest.get(step));
      } else if (!numbers.has(on)) {
        enter(on);
        stack.push({ step: on, next: 0 });
      } else if (isOpen.has(on)) lower(step, numbers.get(on));
    }
  }
  return circles;
}
