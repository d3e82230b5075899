import type { Knex } from 'knex';
import type { Finding } from '../../../src/migrations/lint/finding.ts';
import { lint } from '../../../src/migrations/lint/lint.ts';
import { RULES } from '../../../src/migrations/lint/registry.ts';
import { lintSceneForFile } from '../lint-scene.ts';
import type { Ran, Try } from '../lint-scene.ts';
import { BASE } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const scene = lintSceneForFile(BASE);

function sent(statements: readonly string[]): (knex: Knex) => Promise<void> {
  return async (knex) => {
    for (const sql of statements) await knex.raw(sql);
  };
}

function judged(ran: Ran): readonly Finding[] {
  return lint({ name: '1_it', ...ran });
}

async function of(rule: string, one: Try, fails?: boolean): Promise<readonly Finding[]> {
  const ran = await scene.run(one);
  if (fails !== true && ran.error !== undefined) throw ran.error as Error;
  return judged(ran).filter((finding) => finding.rule === rule);
}

test('every rule has a scenario', () => {
  expect(SCENARIOS.map(({ rule }) => rule).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

describe.each(SCENARIOS)('$rule', (scenario) => {
  const { rule, setup = '', raw, builder, near, transaction = true, fails } = scenario;

  test.each(raw.map((statements) => ({ statements })))('found: $statements', async ({ statements }) => {
    const found = await of(rule, { setup, transaction, up: sent(statements) }, fails);
    expect(found).not.toEqual([]);
    for (const { what, why, fix, docs } of found) {
      expect([what, why, fix].join('\n')).not.toMatch(/undefined|\[object |NaN/);
      expect(docs).toBe(`docs/lint/${rule}.md`);
    }
  });

  test('found when the builder says it', async () => {
    const up = async (knex: Knex): Promise<void> => {
      await builder(knex);
    };
    expect(await of(rule, { setup, transaction, up }, fails)).not.toEqual([]);
  });

  test.each(near.map((statements) => ({ statements })))('not found: $statements', async ({ statements }) => {
    const found = await of(rule, {
      setup,
      transaction: scenario.nearTransaction ?? transaction,
      up: sent(statements),
    });
    expect(found).toEqual([]);
  });
});
