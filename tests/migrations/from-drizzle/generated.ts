import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { BY_HAND, schemaFile, STEPS } from './schemas.ts';
import type { Step } from './schemas.ts';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const run = promisify(execFile);

/** A folder of drizzle-kit's, as that has written it. */
export interface Generated extends Disposable {
  /** The project's folder, with its schema, its configuration and `drizzle`. */
  readonly project: string;
  readonly folder: string;
  /** A schema of all that the migrations make, as a module. */
  readonly schema: string;
}

/** Lets drizzle-kit write the migrations of a project, step by step. */
export async function generate(steps: readonly Step[] = STEPS): Promise<Generated> {
  const project = mkdtempSync(path.join(tmpdir(), 'keelson-drizzle-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  const schema = path.join(project, 'schema.ts');
  const folder = path.join(project, 'drizzle');
  const kit = async (...words: readonly string[]): Promise<void> => {
    const bin = path.join(ROOT, 'node_modules', 'drizzle-kit', 'bin.cjs');
    await run(process.execPath, [bin, 'generate', ...words], { cwd: project });
  };
  writeFileSync(
    path.join(project, 'drizzle.config.ts'),
    `export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };\n`,
  );
  for (const step of steps) {
    if (step.schema !== '') writeFileSync(schema, schemaFile(step.schema));
    if (!('custom' in step)) {
      await kit('--name', step.name);
      continue;
    }
    await kit('--custom', '--name', step.name);
    const last = sqlFiles(folder).at(-1) ?? '';
    const file = path.join(folder, last);
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n${step.custom}`);
    if (step.schema !== '') sayRenamed(folder);
  }
  // What was made by hand the code has to know as well.
  appendFileSync(schema, BY_HAND);
  return {
    ...{ project, folder, schema },
    [Symbol.dispose]: () => {
      rmSync(project, { recursive: true, force: true });
    },
  };
}

/** What drizzle-kit would have written down, had somebody answered that the column has another name. */
function sayRenamed(folder: string): void {
  const meta = path.join(folder, 'meta');
  const last = readdirSync(meta)
    .filter((entry) => entry.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  const file = path.join(meta, last ?? '');
  const text = readFileSync(file, 'utf8').replaceAll(
    '"name": {\n          "name": "name"',
    '"full_name": {\n          "name": "full_name"',
  );
  writeFileSync(file, text);
}

/** The files of SQL in a folder, in their order. */
export function sqlFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((entry) => entry.endsWith('.sql'))
    .sort();
}

interface Journal {
  readonly entries: readonly { readonly tag: string; readonly when: number }[];
}

/** The same migrations as drizzle-kit 1.0 lays them out, a folder each. */
export function inFolders(from: string, to: string): string {
  const { entries } = journalOf(from);
  let last = 0;
  for (const { tag, when } of entries) {
    // A folder is called after its second, and people are not that quick.
    last = Math.max(when, last + 1000);
    const stamp = new Date(last).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
    const folder = path.join(to, `${stamp}_${tag.replace(/^\d+_/, '')}`);
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(from, `${tag}.sql`), path.join(folder, 'migration.sql'));
    writeFileSync(path.join(folder, 'snapshot.json'), `{ "version": "8", "dialect": "postgres" }\n`);
  }
  return to;
}

/** The same folder with the first of its migrations only. */
export function firstOf(from: string, to: string, count: number): string {
  cpSync(from, to, { recursive: true });
  if (!existsSync(path.join(to, 'meta'))) {
    for (const entry of readdirSync(to).sort().slice(count))
      rmSync(path.join(to, entry), { recursive: true });
    return to;
  }
  const journal = journalOf(to);
  writeJournal(to, { ...journal, entries: journal.entries.slice(0, count) });
  for (const file of sqlFiles(to).slice(count)) rmSync(path.join(to, file));
  return to;
}

/** What the journal of a folder says. */
export function journalOf(folder: string): Journal {
  return JSON.parse(readFileSync(path.join(folder, 'meta', '_journal.json'), 'utf8')) as Journal;
}

/** Writes it. */
export function writeJournal(folder: string, journal: object): void {
  writeFileSync(path.join(folder, 'meta', '_journal.json'), JSON.stringify(journal, undefined, 2));
}
