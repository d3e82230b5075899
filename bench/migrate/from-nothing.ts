import { median } from '../measure.ts';
import type { Cost } from './deployer.ts';
import { compared, deploy, historyFolder, print } from './ground.ts';
import type { Deployer, Ground } from './ground.ts';

const BOTH: readonly Deployer[] = ['ours', 'stock'];

/** 300 migrations from nothing, in turns, each time in a process and a database of their own; then with nothing to do. */
export async function measureFromNothing(here: Ground, rounds: number): Promise<void> {
  for (const inOneTransaction of [true, false]) {
    using history = historyFolder({ count: 300, inOneTransaction });
    const first: Record<Deployer, number[]> = { ours: [], stock: [] };
    const again: Record<Deployer, number[]> = { ours: [], stock: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const by of round % 2 === 0 ? BOTH : [...BOTH].reverse()) {
        const url = await here.database();
        const cost = deploy(by, history.folder, url);
        if (cost.applied !== 300) throw new Error(`${by} applied ${cost.applied} of 300`);
        first[by].push(cost.milliseconds);
        again[by].push(deploy(by, history.folder, url).milliseconds);
        await here.drop(url);
      }
    }
    const kinds = inOneTransaction ? 'one transaction suffices stock' : 'every kind';
    compared(`300 from nothing, ${kinds}`, median(first.ours), median(first.stock), 'goal 1.5');
    compared('the same again, nothing to do', median(again.ours), median(again.stock), 'goal 1.1');
  }
}

/** What a process needs, by the number of migrations. */
export async function measureMemory(here: Ground, rounds: number): Promise<void> {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  for (const by of BOTH) {
    for (const count of [100, 300, 1000]) {
      using history = historyFolder({ count });
      const costs: Cost[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const url = await here.database();
        costs.push(deploy(by, history.folder, url));
        await here.drop(url);
      }
      const of = (part: 'peak' | 'heap'): string => megabytes(median(costs.map((cost) => cost[part])));
      print(
        `memory, ${by}, ${String(count).padStart(4)} migrations: peak ${of('peak')}, heap afterwards ${of('heap')}`,
      );
    }
  }
}
