import { tokensOf } from '../judge/tokens.ts';

/** Whether two texts of SQL are the same but for names that have become others. */
export function isSameButNames(before: string, after: string, renames: ReadonlyMap<string, string>): boolean {
  const [one, other] = [tokensOf(before), tokensOf(after)];
  if (renames.size === 0 || one === undefined || other?.length !== one.length) return false;
  return one.every(({ kind, value }, index) => {
    const now = other[index];
    if (now === undefined) return false;
    const isName = kind === 'name' || kind === 'quoted';
    if (!isName || (now.kind !== 'name' && now.kind !== 'quoted')) return value === now.value;
    return now.value === value || now.value === renames.get(value);
  });
}
