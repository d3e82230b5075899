import type { CatalogObject, Fact } from '../../../catalog/object.ts';
import type { Pieces } from '../builder/piece.ts';
import { raw, remark } from '../knex.ts';

/** The options of a sequence that are facts of it, in the words of ALTER SEQUENCE. */
const OPTIONS: Readonly<Record<string, string>> = {
  increment: 'INCREMENT BY',
  min: 'MINVALUE',
  max: 'MAXVALUE',
  start: 'START WITH',
  cache: 'CACHE',
};

/** Facts of a sequence. */
export type Options = Readonly<Record<string, Fact | undefined>>;

/** All options that differ at once: one by one they would be in each other's way. */
export function changeOptions(name: string, wanted: Options, live: Options): Pieces {
  const statement = alterOptions(name, wanted, live);
  if (statement === undefined) return [];
  return [
    ...(narrows(wanted, live)
      ? remark('Fails where the sequence stands outside of its new bounds: add RESTART then.')
      : []),
    ...raw([statement]),
  ];
}

/** The statement alone; undefined where nothing differs. */
export function alterOptions(name: string, wanted: Options, live: Options): string | undefined {
  const words = Object.entries(OPTIONS).flatMap(([option, word]) => {
    const value = wanted[option];
    return typeof value !== 'string' || value === live[option] ? [] : [`${word} ${value}`];
  });
  const cycle = wanted.cycle ?? live.cycle;
  const all = [
    ...(typeof wanted.type === 'string' && wanted.type !== live.type ? [`AS ${wanted.type}`] : []),
    ...words,
    ...(cycle === live.cycle ? [] : [cycle === true ? 'CYCLE' : 'NO CYCLE']),
  ];
  return all.length === 0 ? undefined : `ALTER SEQUENCE ${name} ${all.join(' ')}`;
}

function narrows(wanted: Options, live: Options): boolean {
  const beyond = (option: 'min' | 'max', sign: bigint): boolean => {
    const [one, other] = [wanted[option], live[option]];
    return typeof one === 'string' && typeof other === 'string' && sign * (BigInt(one) - BigInt(other)) > 0n;
  };
  return beyond('min', 1n) || beyond('max', -1n);
}

/** The facts of a column's sequence under the names that they have on a sequence. */
export function counterOptions({ facts }: CatalogObject): Options {
  return Object.fromEntries(
    ['type', 'start', 'increment', 'min', 'max', 'cache', 'cycle'].map((option) => [
      option,
      facts[`sequence${option.charAt(0).toUpperCase()}${option.slice(1)}`],
    ]),
  );
}
