import type { Finding } from '../lint/finding.ts';
import { proofOf } from './lock-file.ts';
import type { Proof, Proofs } from './lock-file.ts';
import type { MigrationProof, ProofResult } from './proof-result.ts';

/** The dangers of a migration that nobody has accepted: neither by a waiver in it, nor in the lock file. */
export function openHazards(one: MigrationProof, proofs: Proofs): readonly Finding[] {
  const accepted = proofOf(one, proofs)?.accepted ?? [];
  return one.hazards.filter(({ rule, waived }) => waived === undefined && !accepted.includes(rule));
}

/** The proofs of a result with its dangers accepted, each by its rule. */
export function acceptingHazards({ migrations, proofs }: ProofResult): Proofs {
  return changed(proofs, migrations, (proof, rules) => ({
    ...proof,
    accepted: [...new Set([...(proof.accepted ?? []), ...rules])].sort(),
  }));
}

/** The proofs of a result without those of migrations with dangers that nobody has accepted. */
export function withoutHazardous({ migrations, proofs }: ProofResult): Proofs {
  return changed(proofs, migrations, () => undefined);
}

function changed(
  proofs: Proofs,
  migrations: readonly MigrationProof[],
  change: (proof: Proof, rules: readonly string[]) => Proof | undefined,
): Proofs {
  const open = new Map(migrations.map((one) => [one.name, openHazards(one, proofs).map(({ rule }) => rule)]));
  return new Map(
    [...proofs].flatMap(([name, proof]) => {
      const rules = open.get(name) ?? [];
      const next = rules.length === 0 ? proof : change(proof, rules);
      return next === undefined ? [] : [[name, next] as const];
    }),
  );
}
