import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startTestServer } from '../../src/testing/index.ts';
import { migrations, projectWith, textOf } from './draft-project.ts';
import { ROOT } from './keelson.ts';
import type { Project } from './project.ts';

let server: string;
beforeAll(async () => {
  ({ url: server } = await startTestServer());
});

describe('with a person at the terminal', () => {
  const hasScript = spawnSync('script', ['--version']).status === 0;
  const attended = hasScript ? test : test.skip;

  /** Runs the command on a terminal and does something once it asks; gives the exit code, whatever became of the terminal. */
  async function asked(
    { folder }: Project,
    answer: (child: ChildProcessWithoutNullStreams) => void,
  ): Promise<{ readonly code: number; readonly shown: string }> {
    const main = [
      process.execPath,
      ...['--import', `file://${require.resolve('tsx')}`, path.join(ROOT, 'src/cli/main.ts')],
      ...['migrate:make', 'full_name', '--replay'],
    ].join(' ');
    const child = spawn(
      'script',
      [
        '--quiet',
        '--command',
        `sh -c "trap '' HUP; ${main}; echo \\$? > code.part; mv code.part code"`,
        '/dev/null',
      ],
      { cwd: folder, env: { ...process.env, TEST_DATABASE_URL: server } },
    );
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const isAsked = !shown.includes('1 to 2:') && `${shown}${text}`.includes('1 to 2:');
      shown += text;
      if (isAsked) answer(child);
    });
    await once(child, 'close');
    const file = path.join(folder, 'code');
    for (let waited = 0; !existsSync(file) && waited < 300; waited += 1) await setTimeout(100);
    return { code: Number(readFileSync(file, 'utf8')), shown };
  }

  attended('it asks, and does what was answered', async () => {
    using project = projectWith(`fullName: text('full_name')`);
    const { code, shown } = await asked(project, ({ stdin }) => stdin.write('1\n'));
    expect(shown).toMatch(/1\) it is called public\.users\.full_name now, and keeps what it holds/);
    expect(code).toBe(0);
    expect(textOf(project, 'full_name.ts')).toContain(`table.renameColumn('name', 'full_name');`);
  });

  attended.each([
    ['Ctrl-D', ({ stdin }) => stdin.write('\u0004')],
    ['Ctrl-C', ({ stdin }) => stdin.write('\u0003')],
    ['something else', ({ stdin }) => stdin.write('perhaps\n')],
  ] satisfies readonly (readonly [string, (child: ChildProcessWithoutNullStreams) => void])[])(
    '%s is no answer: exit code 2, and nothing is left behind',
    async (_, answer) => {
      using project = projectWith(`fullName: text('full_name')`);
      const { code, shown } = await asked(project, answer);
      expect(shown).not.toContain('    at ');
      expect(code).toBe(2);
      expect(migrations(project)).toEqual([]);
    },
  );

  attended('nothing is left behind by a terminal that goes away', async () => {
    using project = projectWith(`fullName: text('full_name')`);
    const { code } = await asked(project, (child) => child.kill('SIGKILL'));
    // Not 2: at its end Node itself aborts where it cannot give the terminal back as it was.
    expect(code).toBeGreaterThan(0);
    expect(migrations(project)).toEqual([]);
  });
});
