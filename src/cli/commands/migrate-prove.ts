import type { Knex } from 'knex';
import { withoutExtension } from '../../load-module.ts';
import {
  acceptingHazards,
  describeFinding,
  findingsInWords,
  isKept,
  lockFileOf,
  notesInWords,
  openHazards,
  prove,
  proofsToKeep,
  readProofs,
  staleInWords,
  unprovenOf,
  withoutHazardous,
  WHAT_IS_PROVEN,
  writeProofs,
  migrationFiles,
} from '../../migrations/index.ts';
import type { MigrationProof, ProofResult } from '../../migrations/index.ts';
import { shownPath } from '../../shown-path.ts';
import { defineCommand } from '../command.ts';
import { FORMAT_OPTION } from '../format-option.ts';
import { chosenKnexfile } from '../project.ts';
import { runToTheEnd } from '../migration-run.ts';
import { makeScratch } from '../replay.ts';
import { asCalled, counted, duration, print, progress } from '../terminal.ts';

const NOT_PROVEN = 1;
const COULD_NOT_TELL = 2;

export default defineCommand({
  name: 'migrate:prove',
  usage: '[migration …]',
  maxPositionals: 100,
  about: `Runs each migration that has no proof up, down and up on a scratch database with rows in it, and compares what is true of
the database at each step. What it sends is looked at meanwhile, and what would stand in an application's way is named, with the
safe form. What is proven and not dangerous is written into proofs.json beside the migrations, to be committed.
Exit code: 0 all are proven, 1 one is not what it claims to be, or dangerous, 2 it could not be tried.`,
  failure: COULD_NOT_TELL,
  options: {
    knexfile: { type: 'string', value: 'path', help: "another knexfile than this folder's" },
    server: {
      type: 'string',
      value: 'postgres://…',
      help: "where the scratch database may be made; else the tests' server",
    },
    all: { type: 'boolean', help: 'prove those too that have a proof' },
    check: {
      type: 'boolean',
      help: 'write nothing; exit code 1 where proofs.json is not up to date. Runs no migration unless --all is there',
    },
    accept: {
      type: 'boolean',
      help: 'keep the proofs of migrations with dangers too; the file then names the rules that were accepted',
    },
    ...FORMAT_OPTION,
  },
  async run({ options, positionals }) {
    const { config } = await chosenKnexfile(options);
    if (options.check && !options.all && positionals.length === 0) return checkOnly(config, options);
    return await runToTheEnd(async (signal, onStart) => {
      const names = positionals.map(withoutExtension);
      const result = await proveOnScratch(config, { ...options, names, signal, onStart });
      const proofs = options.accept ? acceptingHazards(result) : withoutHazardous(result);
      const isSafe = options.accept || proofs.size === result.proofs.size;
      const isUpToDate = isKept(config, proofs);
      if (!options.check) writeProofs(config, proofs);
      if (options.format === 'json')
        print(JSON.stringify(forPrograms(result, !options.check || isUpToDate), undefined, 2));
      else
        report(config, result, {
          isAccepted: options.accept,
          isWritten: !options.check && !isUpToDate,
          isStale: options.check && !isUpToDate,
        });
      if (result.isBroken) return COULD_NOT_TELL;
      return result.isProven && isSafe && (isUpToDate || !options.check) ? undefined : NOT_PROVEN;
    });
  },
});

/** Whether each file has its proof: what a pipeline asks, without a server. */
function checkOnly(
  config: Knex.Config,
  { format }: { readonly format: string | undefined },
): number | undefined {
  const proofs = readProofs(config);
  const unproven = unprovenOf(migrationFiles(config), proofs);
  const isUpToDate = unproven.length === 0 && isKept(config, proofsToKeep(config, proofs));
  if (format === 'json') {
    const named = unproven.map(({ name, proven }) => ({ name, proven }));
    print(JSON.stringify({ isUpToDate, unproven: named }, undefined, 2));
  } else {
    for (const { name, proven } of unproven) print(`not proven: ${name}${WHAT_IS_PROVEN[proven]}`);
    print(isUpToDate ? `${shownPath(lockFileOf(config))} is up to date` : asCalled(staleInWords(config)));
  }
  return isUpToDate ? undefined : NOT_PROVEN;
}

async function proveOnScratch(
  config: Knex.Config,
  {
    names,
    all,
    server,
    signal,
    onStart,
  }: {
    readonly names: readonly string[];
    readonly all: boolean;
    readonly server: string | undefined;
    readonly signal: AbortSignal;
    readonly onStart: (name: string) => void;
  },
): Promise<ProofResult> {
  const proofs = readProofs(config);
  const only = names.length === 0 ? undefined : new Set(names);
  const hasWork = all || only !== undefined || unprovenOf(migrationFiles(config), proofs).length > 0;
  onStart('making a scratch database');
  await using scratch = hasWork ? await makeScratch(server) : undefined;
  return await prove({
    config,
    connection: scratch?.settings,
    proofs,
    all,
    ...(only !== undefined && { only }),
    probe: true,
    signal,
    onStart: (name, isProven) => {
      onStart(name);
      progress(`${isProven ? 'proving' : 'applying'} ${name}`);
    },
    onNotice: progress,
  });
}

function report(
  config: Knex.Config,
  { migrations, proofs, unfilled }: ProofResult,
  {
    isAccepted,
    isWritten,
    isStale,
  }: { readonly isAccepted: boolean; readonly isWritten: boolean; readonly isStale: boolean },
): void {
  for (const one of migrations) {
    for (const line of linesOf(one)) print(asCalled(line));
    for (const hazard of openHazards(one, proofs))
      print(`dangerous ${describeFinding(hazard).replaceAll('\n', '\n  ')}`);
  }
  for (const { table, words } of unfilled)
    print(
      `note: no row could be made up for ${table}, so that nothing is known of what becomes of its rows: ${words}`,
    );
  const count = (...outcomes: readonly MigrationProof['outcome'][]): number =>
    migrations.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const counts = [
    `${count('reversible', 'irreversible')} proven now`,
    `${count('known')} before`,
    `${count('failed')} failed`,
    `${count('untried')} not tried`,
  ];
  print(`${counted(migrations.length, 'migration')}: ${counts.join(', ')}`);
  const dangerous = migrations.filter((one) => openHazards(one, proofs).length > 0);
  if (dangerous.length > 0 && !isAccepted) {
    print(
      asCalled(
        `no proof is kept of what is dangerous: ${dangerous.map(({ name }) => name).join(', ')}\nfix: take the safe form, say why it need not be (export const waivers = { 'rule': 'why' }), or npm run db:migrate:prove -- --accept`,
      ),
    );
  }
  if (isWritten) print(`written: ${shownPath(lockFileOf(config))}, to be committed`);
  if (isStale) print(asCalled(staleInWords(config)));
}

function linesOf(one: MigrationProof): readonly string[] {
  const { name, outcome, reason, milliseconds } = one;
  const inside = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`);
  const notes = inside(notesInWords(one).map((note) => `note: ${note}`));
  if (outcome === 'reversible') return [`proven ${name} (${duration(milliseconds)})`, ...notes];
  if (outcome === 'irreversible') return [`irreversible ${name}: ${reason ?? ''}`, ...notes];
  if (outcome === 'failed') return [`failed ${name}`, ...inside(findingsInWords(one)), ...notes];
  if (outcome === 'untried') return [`not tried ${name}`];
  // It is told each time, so that nobody forgets it.
  return reason === undefined ? [] : [`irreversible ${name}: ${reason}`];
}

function forPrograms({ migrations, unfilled, isProven }: ProofResult, isUpToDate: boolean): object {
  return {
    isProven,
    isUpToDate,
    migrations: migrations.map((one) => ({
      name: one.name,
      outcome: one.outcome,
      reason: one.reason ?? null,
      findings: one.findings,
      inWords: findingsInWords(one),
      rows: one.rows,
      refusal: one.refusal ?? null,
      loses: one.loses,
      hazards: one.hazards,
      notes: one.notes,
      milliseconds: one.milliseconds,
    })),
    unfilled,
  };
}
