import type { Knex } from 'knex';
import { shownPath } from '../../shown-path.ts';
import type { ChangedFact } from '../facts.ts';
import { changedFactInWords } from '../changed-fact.ts';
import { lockFileOf } from './lock-file.ts';
import type { MigrationProof, ProofFinding, ProofStep } from './proof-result.ts';

/** At which point a state was looked at, and what it was to be like. */
const STEPS: Readonly<Record<ProofStep, { readonly failed: string; readonly differs: string }>> = {
  up: { failed: 'its up fails', differs: 'its up changes rows that none of its statements names' },
  down: {
    failed: 'its down fails',
    differs: 'after its down, the database is not what it was before its up',
  },
  'down with later rows': {
    failed: 'its down fails on rows that may be written once its up is applied',
    differs:
      'its down takes rows that may be written once its up is applied, and that none of its statements names',
  },
  'second up': {
    failed: 'its up fails after its down',
    differs: 'after up, down and up, the database is not what it was after the first up',
  },
};

/** What to do, by what was found. */
const ADVICE: Readonly<Record<ProofStep, string>> = {
  up: 'correct its up',
  down: "make its down take back just what its up does, or say why that cannot be: export const irreversible = '…'",
  'down with later rows':
    "say in its down what becomes of such rows (a rollback sets aside what a down changes), or that it cannot be taken back: export const irreversible = '…'",
  'second up': 'make its down take away all that its up makes, so that it can be applied again',
};

/** A migration's findings, line by line. */
export function findingsInWords({ findings }: Pick<MigrationProof, 'findings'>): readonly string[] {
  const steps = (Object.keys(STEPS) as ProofStep[]).filter((step) =>
    findings.some((one) => one.step === step),
  );
  const lines = steps.flatMap((step) => {
    const own = findings.filter((one) => one.step === step);
    const failed = own.flatMap((one) =>
      one.kind === 'failure' ? [`${STEPS[step].failed}: ${one.words}`] : [],
    );
    const rest = [
      ...differences(own, step === 'second up'),
      ...own.flatMap((one) => (one.kind === 'rows' ? [one.words] : [])),
    ];
    return [
      ...failed,
      ...(rest.length === 0 ? [] : [`${STEPS[step].differs}:`, ...rest.map((line) => `  ${line}`)]),
    ];
  });
  const first = steps.find((step) => step === 'down') ?? steps[0];
  return first === undefined ? [] : [...lines, `fix: ${ADVICE[first]}`];
}

/** What is worth knowing of a migration that is proven. */
export function notesInWords({ rows, refusal, findings, loses, notes }: MigrationProof): readonly string[] {
  const hasWorked = !findings.some(({ step, kind }) => step === 'up' && kind === 'failure');
  const few =
    rows === 'all' || !hasWorked
      ? []
      : [
          `its up worked ${rows === 'plain' ? 'on ordinary rows only' : 'only where tables are empty'}; on others the server said: ${refusal ?? ''}`,
        ];
  return [...few, ...loses.map((lost) => `its down does not bring back: ${lost}`), ...notes];
}

/** That the file of proofs is not what it should be, and what to do. */
export function staleInWords(config: Knex.Config): string {
  return `${shownPath(lockFileOf(config))} is not up to date: npm run db:migrate:prove, and commit it`;
}

/** Differences in words; what belongs to something that came or went as a whole is not told again. */
function differences(findings: readonly ProofFinding[], isAgain: boolean): readonly string[] {
  const changes = findings.flatMap((one) => (one.kind === 'fact' ? [one.difference] : []));
  const whole = changes.filter(({ fact }) => fact === undefined);
  const isPart = ({ object, fact, after }: ChangedFact): boolean =>
    fact === undefined && whole.some((one) => one.after === after && object.startsWith(`${one.object}.`));
  return changes
    .filter((one) => !isPart(one))
    .map((one) =>
      isAgain && one.fact === undefined && one.after !== undefined
        ? `${one.kind} ${one.object} is there, and was not after the first up`
        : changedFactInWords(one),
    );
}
