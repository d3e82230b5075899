import type { FactBase, Plan } from '@supabase/pg-delta';
import { DatabaseError } from 'pg';
import { checkParity, compareDatabases } from '../../src/parity/index.ts';
import type { Case } from './cases.ts';
import { withClient } from './connected.ts';
import { applyPlan, factsOf, loadDelta } from './delta.ts';
import { runFixes } from './fixes.ts';
import type { Outcome, Told, Trial } from './outcome.ts';
import type { Copy, Side } from './side.ts';
import { lostBetween, readStored, rewrittenBetween } from './stored.ts';

/** Where the two databases of a case are made, and whether names that look alike may be renames. */
export interface Place {
  readonly from: Side;
  readonly to: Side;
  readonly version: number;
  readonly renames: 'off' | 'auto';
}

/** The databases of a case, and whether their tables have rows. */
interface Pair {
  readonly rows: boolean;
  readonly from: Copy;
  readonly to: Copy;
}

/** Plans a case in both directions, runs each plan on a database that is as it was, and judges what came of it. */
export async function tryCase(place: Place, one: Case): Promise<Trial> {
  const { name, isJudged = true, schema } = one;
  const pair = await makePair(place, one);
  if (typeof pair === 'string') return { name, isJudged, notMade: pair };
  const { rows, from, to: spent } = pair;
  const [source, goal] = [await factsOf(from.url), await factsOf(spent.url)];
  const plans = { up: await planned(source, goal, place), down: await planned(goal, source, place) };
  const down = await outcomeOf(plans.down, spent, from);
  await place.to.drop(spent);

  const to = await make(place.to, one.to, rows);
  const up = await outcomeOf(plans.up, from, to, one.then);
  const agrees = schema === undefined ? undefined : await agreesWith(schema, from);
  await place.from.drop(from);
  const ours = schema === undefined ? undefined : await fixed(place, one, { rows, to, schema });
  await place.to.drop(to);
  return { name, isJudged, rows, up, down, agrees, ours };
}

/** The same case by the verdict's fixes. */
async function fixed(
  { from }: Place,
  one: Case,
  {
    rows,
    to,
    schema,
  }: { readonly rows: boolean; readonly to: Copy; readonly schema: NonNullable<Case['schema']> },
): Promise<Outcome> {
  const again = await make(from, one.from, rows);
  const before = await withClient(again.url, readStored);
  let statements: readonly string[] = [];
  try {
    statements = await runFixes(again.url, schema);
  } catch (error) {
    await from.drop(again);
    return { end: 'failed', reasons: [firstLine(error)], lost: [], statements };
  }
  const left = await judged(again, to);
  const lost = lostBetween(before, await withClient(again.url, readStored));
  const agrees = await agreesWith(schema, again);
  const then = await refusalOf(one.then, again);
  await from.drop(again);
  return { ...left, ...then, lost, statements, agrees };
}

/** Both databases, with rows where they can have them; what the server says where they cannot be made at all. */
async function makePair(place: Place, one: Case): Promise<Pair | string> {
  let refused: DatabaseError | undefined;
  for (const rows of [true, false]) {
    for (const isAlone of [false, true]) {
      // A role that a template needs cannot go.
      if (isAlone && refused?.code !== '2BP01') continue;
      place.from.isAlone = place.to.isAlone = isAlone;
      try {
        const from = await make(place.from, one.from, rows);
        return { rows, from, to: await make(place.to, one.to, rows) };
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        refused = error;
      }
    }
  }
  return refused?.message ?? '';
}

async function make(side: Side, sql: string, rows: boolean): Promise<Copy> {
  const copy = await side.copy(rows);
  try {
    await withClient(copy.url, async (client) => {
      if (sql !== '') await client.query(sql);
    });
  } catch (error) {
    await side.drop(copy);
    throw error;
  }
  return copy;
}

/** A plan, or why there is none. */
async function planned(source: FactBase, goal: FactBase, { renames }: Place): Promise<Plan | string> {
  const { plan } = await loadDelta();
  try {
    return plan(source, goal, { renames });
  } catch (error) {
    return firstLine(error);
  }
}

/** Runs a plan on one database and compares it with the other. */
async function outcomeOf(plan: Plan | string, on: Copy, goal: Copy, then?: string): Promise<Outcome> {
  if (typeof plan === 'string') return { end: 'refused', reasons: [plan], lost: [], statements: [] };
  const statements = plan.actions.map(({ sql }) => sql);
  const before = await withClient(on.url, readStored);
  const report = await applyPlan(on.url, plan);
  const after = await withClient(on.url, readStored);
  const told = toldBy(plan, rewrittenBetween(before, after).length > 0);
  const lost = lostBetween(before, after);
  if (report.status === 'failed') {
    return { end: 'failed', reasons: [report.error?.message ?? ''], lost, told, statements };
  }
  return { ...(await judged(on, goal)), ...(await refusalOf(then, on)), lost, told, statements };
}

function toldBy({ actions, safetyReport, renameCandidates }: Plan, rewrote: boolean): Told {
  const breaks = actions.filter(
    ({ transactionality, newSegmentBefore }, index) =>
      transactionality !== 'transactional' || (newSegmentBefore && index > 0),
  );
  return {
    destroys: safetyReport.destructiveActions > 0,
    rewrites: safetyReport.rewriteRiskActions > 0,
    rewrote,
    locks: [...new Set(actions.map(({ lockClass }) => lockClass))].sort(),
    breaks: breaks.length,
    renames: renameCandidates.map(({ kind, status, reason }) =>
      [kind, status, reason ?? ''].join(' ').trim(),
    ),
  };
}

async function judged(actual: Copy, expected: Copy): Promise<Pick<Outcome, 'end' | 'reasons'>> {
  const { differences, undecided } = await compareDatabases({ expected: expected.url, actual: actual.url });
  const reasons = [
    ...differences.map(({ code }) => code),
    ...undecided.map(({ code }) => `undecided ${code}`),
  ];
  if (reasons.length === 0) return { end: 'right', reasons };
  return { end: reasons.every((code) => code === 'column/position') ? 'order' : 'wrong', reasons };
}

/** Why the database cannot be used as it should; nothing where it can. */
async function refusalOf(then: string | undefined, { url }: Copy): Promise<Partial<Outcome>> {
  if (then === undefined) return {};
  try {
    await withClient(url, async (client) => await client.query(then));
    return {};
  } catch (error) {
    return { end: 'wrong', reasons: [`then ${firstLine(error)}`] };
  }
}

async function agreesWith(schema: NonNullable<Case['schema']>, { url }: Copy): Promise<boolean> {
  return (await checkParity({ schema, connection: url })).agrees;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
