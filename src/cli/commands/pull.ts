import path from 'node:path';
import { loadModule, moduleResolver } from '../../load-module.ts';
import { checkParity, pullSchema } from '../../parity/index.ts';
import type { PulledSchema, Verdict } from '../../parity/index.ts';
import { describeConnection } from '../../postgres/settings.ts';
import type { ConnectionSettings } from '../../postgres/settings.ts';
import { shownPath } from '../../shown-path.ts';
import { readAccepted } from '../accepted-file.ts';
import { UsageProblem } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { readCasing } from '../drizzle-config.ts';
import type { Casing } from '../drizzle-config.ts';
import { importExtension } from '../import-extension.ts';
import type { ImportExtension } from '../import-extension.ts';
import { chosenDatabase, CONNECTION_OPTIONS } from '../project.ts';
import { projectPrettier } from '../project-prettier.ts';
import { placeFiles } from '../pulled-files.ts';
import { loadSchema } from '../schema-files.ts';
import { aloud, counted, print } from '../terminal.ts';
import { codeToPaste } from '../undeclared.ts';
import { formatVerdict } from '../verdict-formats.ts';

const DIFFER = 1;

const EXTENSIONS: Readonly<Record<string, ImportExtension>> = { none: '', js: '.js', ts: '.ts' };

/** Options that are for one of the two uses alone. */
const WITH_OUT = ['force', 'imports'] as const;
const WITHOUT_OUT = ['schema', 'ignore'] as const;

export default defineCommand({
  name: 'pull',
  about: `Prints the Drizzle code of what lives in the database and is not declared, by the file that it belongs in.
With --out it writes a whole schema from the database: a file for each table, relations and an index, formatted by the
project's prettier; then it loads what it wrote, and says whether that agrees with the database. Changes no database.
Exit code: 0, or 1 where what was written does not agree, since Drizzle cannot declare all that is there.`,
  options: {
    ...CONNECTION_OPTIONS,
    out: { type: 'string', value: 'folder', help: 'write a whole schema into it' },
    force: { type: 'boolean', help: 'with --out: replace files that are there' },
    schemas: {
      type: 'string',
      value: 'a,b',
      help: 'the namespaces; else those of the schema, with --out all',
    },
    casing: {
      type: 'string',
      choices: ['snake_case', 'camelCase', 'none'],
      help: "Drizzle's casing, by which names need not be written; else drizzle.config's",
    },
    imports: {
      type: 'string',
      choices: Object.keys(EXTENSIONS),
      help: 'with --out: how imports of files end; else as tsconfig.json and package.json say',
    },
    'no-prettier': { type: 'boolean', help: "leave the project's prettier out" },
    schema: { type: 'string', value: 'path', help: "without --out: the schema's file, folder or pattern" },
    ignore: { type: 'string', value: 'a.b,c.*', help: 'without --out: objects to leave out' },
  },
  async run({ options }) {
    const idle = (options.out === undefined ? WITH_OUT : WITHOUT_OUT).find(
      (name) => options[name] !== undefined && options[name] !== false,
    );
    if (idle !== undefined) throw useless(idle, options.out !== undefined);
    const connection = chosenDatabase(options);
    const isPlain = options['no-prettier'];
    const schemas = options.schemas === undefined ? undefined : listed(options.schemas);
    if (options.out === undefined) {
      await printUndeclared(connection, { ...options, schemas, isPlain });
      return undefined;
    }
    const folder = path.resolve(options.out);
    const { casing: said, imports } = options;
    const casing = said === undefined ? await readCasing() : said === 'none' ? undefined : (said as Casing);
    const pulled = await aloud(`reading ${describeConnection(connection)}`, async () =>
      pullSchema({
        connection,
        extension: imports === undefined ? importExtension() : (EXTENSIONS[imports] ?? ''),
        ...(schemas !== undefined && { schemas }),
        ...(casing !== undefined && { casing }),
      }),
    );
    const files = await formatted(pulled, folder, isPlain);
    placeFiles({ folder, files, isForced: options.force });
    print(`wrote ${counted(files.length, 'file')} to ${shownPath(folder)}`);
    for (const line of unsaidInWords(pulled)) print(line);
    const verdict = await verdictOn(path.join(folder, 'index.ts'), {
      connection,
      casing,
      schemas: pulled.schemas,
    });
    return verdict.agrees ? undefined : DIFFER;
  },
});

async function printUndeclared(
  connection: ConnectionSettings,
  options: {
    readonly schema: string | undefined;
    readonly casing: string | undefined;
    readonly ignore: string | undefined;
    readonly schemas: readonly string[] | undefined;
    readonly isPlain: boolean;
  },
): Promise<void> {
  const { schemas, ignore } = options;
  const { modules, files, casing } = await loadSchema(options.schema, options.casing);
  const verdict = await aloud(`comparing with ${describeConnection(connection)}`, async () =>
    checkParity({
      schema: modules,
      connection,
      accepted: readAccepted(undefined),
      ...(schemas !== undefined && { schemas }),
      ...(ignore !== undefined && { ignore: listed(ignore) }),
      ...(casing !== undefined && { casing }),
    }),
  );
  const place = `${describeConnection(connection)} (${verdict.compared.schemas.join(', ')})`;
  print(await codeToPaste(verdict, files, { isPlain: options.isPlain, place }));
}

/** By the project's prettier, where it has one: what is written is its own from then on. */
async function formatted(
  { files }: PulledSchema,
  folder: string,
  isPlain: boolean,
): Promise<PulledSchema['files']> {
  const format = isPlain ? undefined : projectPrettier();
  if (format === undefined) return files;
  return await aloud('formatting', async () =>
    Promise.all(
      files.map(async (file) => ({ ...file, text: await format(path.join(folder, file.path), file.text) })),
    ),
  );
}

function unsaidInWords({ unsaid }: PulledSchema): readonly string[] {
  if (unsaid.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { what } of unsaid) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [
    'left out, since Drizzle cannot declare it; comments in the files say where:',
    ...[...counts].map(([what, count]) => `  ${count} × ${what}`),
  ];
}

/** Loads what was written, as an application would, and compares. */
async function verdictOn(
  file: string,
  options: {
    readonly connection: ConnectionSettings;
    readonly casing: Casing;
    readonly schemas: readonly string[];
  },
): Promise<Verdict> {
  const start = performance.now();
  const { connection, schemas, casing } = options;
  const schema = await loadModule(file, { code: 'cli/schema-does-not-load' });
  const place = describeConnection(connection);
  const verdict = await aloud(`comparing with ${place}`, async () =>
    checkParity({ schema, connection, schemas, ...(casing !== undefined && { casing }) }),
  );
  print(
    // What Drizzle cannot declare was listed with more beside it.
    formatVerdict(
      { ...verdict, unmanaged: [] },
      {
        format: 'text',
        files: [file],
        resolve: await moduleResolver(),
        verbose: false,
        place,
        color: process.stdout.isTTY && process.stdout.hasColors(),
        seconds: (performance.now() - start) / 1000,
      },
    ),
  );
  return verdict;
}

function useless(option: string, hasOut: boolean): UsageProblem {
  return new UsageProblem({
    code: 'cli/usage',
    what: `keelson pull: --${option} does nothing ${hasOut ? 'with' : 'without'} --out`,
    fix: hasOut
      ? `leave --${option} out`
      : `leave --${option} out, or say with --out where a whole schema is to be written`,
  });
}

function listed(words: string): readonly string[] {
  return words.split(',').map((word) => word.trim());
}
