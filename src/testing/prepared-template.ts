import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesIn, sourceFiles } from './sources.ts';
import { environment } from './this-process.ts';
import type { TemplateOptions, TemplatePlan, WantedTemplate } from './wanted-template.ts';

/*
 * A global setup has loaded the knexfile. The test files are spared that: it takes time in each of them, and a test
 * runner with modules of its own may be unable to. They only look whether anything has changed since, which happens
 * where tests are run again and again as files are saved.
 */
const VARIABLE = 'TEST_DATABASE_TEMPLATE';

interface Prepared extends WantedTemplate {
  readonly asked: string;
  readonly knexfile: string;
  readonly folders: readonly string[];
  readonly content: string | undefined;
}

/** The variables that hand a template on to the processes of a run. */
export function handOver(options: TemplateOptions, plan: TemplatePlan): Readonly<Record<string, string>> {
  const { name, project, knexfile, files } = plan;
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  const content = contentOf(knexfile, folders);
  const prepared: Prepared = { name, project, asked: asked(options), knexfile, folders, content };
  return { [VARIABLE]: JSON.stringify(prepared) };
}

/** The template that was handed on to this process, if it is the one that is asked for, and the files are the same. */
export function findPrepared(options: TemplateOptions): WantedTemplate | undefined {
  const text = environment[VARIABLE];
  if (text === undefined) return undefined;
  const prepared = JSON.parse(text) as Prepared;
  if (prepared.asked !== asked(options)) return undefined;
  const content = contentOf(prepared.knexfile, prepared.folders);
  return content !== undefined && content === prepared.content ? prepared : undefined;
}

/** A program that was started in another folder asks for another project, though it uses the same words. */
function asked({ knexfile = '', seed }: TemplateOptions): string {
  return JSON.stringify([path.resolve(knexfile), seed ?? '']);
}

/** Undefined when something that was there is gone. */
function contentOf(knexfile: string, folders: readonly string[]): string | undefined {
  const hash = createHash('sha256');
  try {
    for (const file of [knexfile, ...sourceFiles(folders.flatMap(filesIn))]) {
      hash.update(JSON.stringify(file));
      hash.update(createHash('sha256').update(readFileSync(file)).digest());
    }
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}
