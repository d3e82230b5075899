import { migrationFile } from './file.ts';

const UP = "  await knex.raw('create extension citext');";
const DOWN = "  await knex.raw('drop extension citext');";

test('a file in TypeScript', () => {
  expect(migrationFile({ up: UP, down: DOWN, isTypeScript: true })).toBe(`import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('create extension citext');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop extension citext');
}
`);
});

test('a file in JavaScript', () => {
  expect(migrationFile({ up: UP, down: DOWN, isTypeScript: false, transaction: false }))
    .toBe(`exports.config = { transaction: false };

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw('create extension citext');
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop extension citext');
};
`);
});

test('all that a file can say of itself', () => {
  const text = migrationFile({
    up: UP,
    down: '  // What it held is lost.',
    isTypeScript: true,
    transaction: false,
    irreversible: "it's gone",
    waivers: { 'index-blocks-writes': 'forty rows', other: 'none' },
    remarks: ['Made from the schema.'],
  });
  expect(text).toBe(`import type { Knex } from 'knex';

// Made from the schema.

export const config = { transaction: false };

export const irreversible = "it's gone";

export const waivers = {
  'index-blocks-writes': 'forty rows',
  other: 'none',
};

export async function up(knex: Knex): Promise<void> {
  await knex.raw('create extension citext');
}

export async function down(): Promise<void> {
  // What it held is lost.
}
`);
});

test('an empty one is the one that is made by hand', () => {
  expect(migrationFile({ up: '', down: '', isTypeScript: true })).toBe(`import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
}

export async function down(knex: Knex): Promise<void> {
}
`);
});
