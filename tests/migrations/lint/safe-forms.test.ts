import type { Knex } from 'knex';
import { changedFacts, readFacts } from '../../../src/migrations/facts.ts';
import { lint } from '../../../src/migrations/lint/lint.ts';
import { lintSceneForFile } from '../lint-scene.ts';
import { migrationsIn, waiverIn } from './safe-form.ts';
import { BASE } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const scene = lintSceneForFile(BASE);

/** These say in words what to do, since there is no other form of the statement. */
const IN_WORDS = new Set([
  'backfill-locks-rows',
  'drop-database',
  'enum-value-used-at-once',
  'lock-held-while-working',
  'lock-taken-by-hand',
  'lock-timeout-off',
  'name-truncated',
]);

function sent(statements: readonly string[]): (knex: Knex) => Promise<void> {
  return async (knex) => {
    for (const sql of statements) await knex.raw(sql);
  };
}

describe.each(SCENARIOS)(
  'what $rule proposes',
  ({ rule, setup = '', raw, transaction = true, fails, same }) => {
    test.each(raw.map((statements) => ({ statements })))('instead of $statements', async ({ statements }) => {
      const ran = await scene.run({ setup, transaction, up: sent(statements) });
      const finding = lint({ name: '1_it', ...ran }).find((one) => one.rule === rule);
      if (finding === undefined) throw new Error('nothing was found');
      const { client, session } = scene.here();
      const unsafe = await readFacts(client, session.table);
      const steps = migrationsIn(finding.fix);

      if (steps.length === 0) {
        const waivers = waiverIn(finding.fix);
        expect(waivers === undefined).toBe(IN_WORDS.has(rule));
        if (waivers === undefined) return;
        const waived = lint({ name: '1_it', ...ran, waivers }).filter((one) => one.rule === rule);
        expect(waived.every((one) => one.waived === waivers[rule])).toBe(true);
        return;
      }

      await scene.run({ setup, up: sent(statements.slice(0, -1)) });
      for (const step of steps) {
        const safe = await scene.run({ ...step, onTop: true });
        if (safe.error !== undefined) throw safe.error as Error;
        const found = lint({ name: '1_it', ...safe }).map((one) => one.rule);
        expect(found.filter((id) => id === rule || id === 'lock-held-while-working')).toEqual([]);
      }
      if (same === true && fails !== true) {
        const changed = changedFacts(unsafe, await readFacts(client, session.table));
        // Roles are the server's: other tests make and drop theirs meanwhile.
        expect(changed.filter(({ kind }) => kind !== 'role')).toEqual([]);
      }
    });
  },
);
