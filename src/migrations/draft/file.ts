import { quoted, record } from '../../parity/fix/code.ts';
import { printed } from '../../parity/fix/builder/printed.ts';

/** What stands in a migration's file. */
export interface MigrationText {
  /** The lines of `up`, with two blanks before each. */
  readonly up: string;
  /** The lines of `down`. */
  readonly down: string;
  readonly isTypeScript: boolean;
  /** `false` where a statement of it cannot run in a transaction. */
  readonly transaction?: boolean;
  /** Why it cannot be taken back. */
  readonly irreversible?: string;
  /** By rule, why it does no harm here. */
  readonly waivers?: Readonly<Record<string, string>>;
  /** What a person has to know before they read on. */
  readonly remarks?: readonly string[];
}

/** The text of a migration's file. */
export function migrationFile(text: MigrationText): string {
  const { up, down, isTypeScript, remarks = [] } = text;
  const directions = [direction('up', up, isTypeScript), direction('down', down, isTypeScript)];
  const isTyped = isTypeScript && directions.some((code) => code.includes('Knex'));
  const parts = [
    ...(isTyped ? [`import type { Knex } from 'knex';`] : []),
    ...(remarks.length === 0 ? [] : [printed([{ kind: 'remark', lines: remarks }])]),
    ...constants(text),
    ...directions,
  ];
  return `${parts.join('\n\n')}\n`;
}

function constants({
  isTypeScript,
  transaction,
  irreversible,
  waivers = {},
}: MigrationText): readonly string[] {
  const assigned = (name: string, value: string): string =>
    isTypeScript ? `export const ${name} = ${value};` : `exports.${name} = ${value};`;
  return [
    ...(transaction === false ? [assigned('config', '{ transaction: false }')] : []),
    ...(irreversible === undefined ? [] : [assigned('irreversible', quoted(irreversible))]),
    ...(Object.keys(waivers).length === 0 ? [] : [assigned('waivers', reasons(waivers))]),
  ];
}

function reasons(waivers: Readonly<Record<string, string>>): string {
  const entries = Object.entries(waivers).map(([rule, why]) => record({ [rule]: quoted(why) }).slice(2, -2));
  if (entries.length === 1) return `{ ${entries.join('')} }`;
  return `{\n${entries.map((entry) => `  ${entry},\n`).join('')}}`;
}

/** One of both functions. Where it has lines and none of them takes `knex`, it is not given it. */
function direction(name: 'up' | 'down', lines: string, isTypeScript: boolean): string {
  const body = lines === '' ? '' : `${lines}\n`;
  const isGiven = lines === '' || usesKnex(lines);
  if (isTypeScript)
    return `export async function ${name}(${isGiven ? 'knex: Knex' : ''}): Promise<void> {\n${body}}`;
  const type = isGiven ? "/** @param {import('knex').Knex} knex */\n" : '';
  return `${type}exports.${name} = async function ${name}(${isGiven ? 'knex' : ''}) {\n${body}};`;
}

function usesKnex(lines: string): boolean {
  return lines.split('\n').some((line) => !/^\s*\/\//.test(line) && /\bknex\b/.test(line));
}
