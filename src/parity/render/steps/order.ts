import type { Dependency } from '../../../catalog/dependencies.ts';
import type { Need, Step } from './step.ts';

/** Steps, and for each the ones that it has to wait for. */
export interface Graph {
  readonly steps: readonly Step[];
  readonly waits: ReadonlyMap<Step, readonly Step[]>;
}

/** Dependencies by what needs them, so that those of one object are found at once. */
export type Needs = ReadonlyMap<string, readonly Dependency[]>;

/** Puts them in groups. */
export function needsByObject(dependencies: readonly Dependency[]): Needs {
  const needs = new Map<string, Dependency[]>();
  for (const dependency of dependencies) {
    const found = needs.get(dependency.object);
    if (found === undefined) needs.set(dependency.object, [dependency]);
    else found.push(dependency);
  }
  return needs;
}

/** Joins steps by what their objects need. What no step makes has to be there. */
export function graphOf(steps: readonly Step[], needs: Needs): Graph {
  if (needs.size === 0) return { steps, waits: waitsAlone(steps) };
  const making = new Map(steps.flatMap((step) => step.makes.map((key) => [key, step] as const)));
  const byId = new Map(steps.map((step) => [step.id, step]));
  const isNeededBy = (step: Step, other: Step): boolean =>
    other.makes.some((key) => needs.get(key)?.some(({ on }) => step.makes.includes(on)) === true);
  const enough = (step: Step, on: Step): Step =>
    on.shell !== undefined && isNeededBy(step, on) ? (byId.get(on.shell) ?? on) : on;
  const waits = new Map(steps.map((step) => [step, new Set<Step>()]));
  const wait = (step: Step, on: Step | undefined): void => {
    if (on !== undefined && on !== step) waits.get(step)?.add(on);
  };
  for (const step of steps) {
    for (const need of step.needsOf ?? step.makes.map((object): Need => ({ object }))) {
      for (const dependency of needs.get(need.object) ?? []) {
        const on = isMeant(need, dependency) ? making.get(dependency.on) : undefined;
        if (on === undefined || on === step) continue;
        const isPart = dependency.type === 'partition' && step.comesWithWhole !== true;
        if (isPart && on.partsFirst === true) wait(on, step);
        else wait(step, enough(step, on));
      }
    }
    for (const id of step.after ?? []) wait(step, byId.get(id));
  }
  return { steps, waits: new Map([...waits].map(([step, found]) => [step, [...found]])) };
}

/** What steps wait for by themselves, whatever their objects need. */
function waitsAlone(steps: readonly Step[]): Graph['waits'] {
  const waiting = steps.filter(({ after }) => after !== undefined && after.length > 0);
  if (waiting.length === 0) return new Map();
  const byId = new Map(steps.map((step) => [step.id, step]));
  return new Map(
    waiting.map((step) => {
      const before = new Set((step.after ?? []).flatMap((id) => byId.get(id) ?? []));
      before.delete(step);
      return [step, [...before]];
    }),
  );
}

/** Whether a dependency of its object is one of a step's. */
export function isMeant({ part, only }: Need, { on, byDefault }: Dependency): boolean {
  if (part !== undefined && byDefault !== (part === 'default')) return false;
  return only === undefined || only(on);
}

/**
 * The steps by their ranks, but each after those that it waits for. In a circle, the one of the lowest rank comes
 * last.
 */
export function inOrder({ steps, waits }: Graph): readonly Step[] {
  const ordered = new Set<Step>();
  const entered = new Set<Step>();
  for (const first of steps.toSorted((one, other) => one.rank - other.rank)) {
    // Without recursion: a thousand tables may hang on each other in a row.
    const stack = [{ step: first, next: 0 }];
    entered.add(first);
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (top === undefined) break;
      const on = waits.get(top.step)?.[top.next];
      top.next += 1;
      if (on === undefined) {
        ordered.add(top.step);
        stack.pop();
      } else if (!entered.has(on)) {
        entered.add(on);
        stack.push({ step: on, next: 0 });
      }
    }
  }
  return [...ordered];
}
