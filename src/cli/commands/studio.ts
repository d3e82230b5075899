import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { requireDatabase } from '../../env.ts';
import { describeConnection } from '../../postgres/settings.ts';
import { Problem } from '../../problem.ts';
import { defineCommand } from '../command.ts';
import { progress } from '../terminal.ts';

export default defineCommand({
  name: 'studio',
  usage: '[drizzle-kit options]',
  maxPositionals: Number.POSITIVE_INFINITY,
  forwards: true,
  about: `Starts Drizzle Studio on the database, with the project's drizzle.config.ts; all options are for
drizzle-kit: keelson studio --port 4000. The page itself comes from Drizzle's site; the data stays here.`,
  options: {},
  async run({ positionals }) {
    progress(`Drizzle Studio on ${describeConnection(requireDatabase())}`);
    const studio = spawn(process.execPath, [drizzleKit(), 'studio', ...positionals], { stdio: 'inherit' });
    const forward = (signal: NodeJS.Signals): void => {
      studio.kill(signal);
    };
    process.once('SIGTERM', forward);
    process.once('SIGINT', forward);
    const [code] = (await once(studio, 'exit')) as [number | null];
    return code ?? 0;
  },
});

function drizzleKit(): string {
  try {
    // Its manifest is no export of it, but lies beside what is.
    const folder = path.dirname(
      createRequire(path.join(process.cwd(), 'package.json')).resolve('drizzle-kit'),
    );
    const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      bin: { 'drizzle-kit': string };
    };
    return path.join(folder, bin['drizzle-kit']);
  } catch (cause) {
    throw new Problem({
      code: 'cli/no-drizzle-kit',
      what: 'drizzle-kit is not installed in this project',
      why: 'Drizzle Studio is a part of it; Keelson needs it for nothing else',
      fix: 'npm install --save-dev drizzle-kit',
      cause,
    });
  }
}
