import { existsSync, readFileSync } from 'node:fs';
import { Problem } from '../problem.ts';

/** Whether package.json says, under `keelson`, that migrations without a proof are not to be applied. */
export function requireProofOfProject(): boolean {
  if (!existsSync('package.json')) return false;
  const { keelson } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly keelson?: { readonly requireProof?: unknown };
  };
  const said = keelson?.requireProof ?? false;
  if (typeof said === 'boolean') return said;
  throw new Problem({
    code: 'cli/require-proof',
    what: `keelson.requireProof in package.json is ${JSON.stringify(said)}, and neither true nor false`,
    why: 'a protection that does not hold because of how it is written would be worse than none',
    fix: '"keelson": { "requireProof": true }',
  });
}
