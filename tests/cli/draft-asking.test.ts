import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
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
    url = server,
  ): Promise<{ readonly code: number; readonly shown: string }> {
    const main = [
      process.execPath,
      ...['--import', `file://${require.resolve('tsx')}`, '--require', './pid.cjs'],
      path.join(ROOT, 'src/cli/main.ts'),
      ...['migrate:make', 'full_name', '--replay'],
    ].join(' ');
    writeFileSync(
      path.join(folder, 'pid.cjs'),
      `require('node:fs').writeFileSync('pid', String(process.pid));`,
    );
    const child = spawn(
      'script',
      [
        '--quiet',
        '--command',
        `sh -c "trap '' HUP; ${main}; echo \\$? > code.part; mv code.part code"`,
        '/dev/null',
      ],
      { cwd: folder, env: { ...process.env, TEST_DATABASE_URL: url } },
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

  attended.each([
    ['goes away', []],
    // The kernel tells the shell, and the shell whom it runs, or the kernel does once the shell is gone.
    ['goes away, and says so', ['SIGHUP', 'SIGHUP']],
  ] as const)('nothing is left behind by a terminal that %s', async (_, signals) => {
    using project = projectWith(`fullName: text('full_name')`);
    await using role = await ownRole(server);
    const { code } = await asked(
      project,
      (child) => {
        child.kill('SIGKILL');
        const pid = Number(readFileSync(path.join(project.folder, 'pid'), 'utf8'));
        for (const signal of signals) process.kill(pid, signal);
      },
      role.url,
    );
    expect(code).toBe(2);
    expect(migrations(project)).toEqual([]);
    expect(await role.databases()).toEqual([]);
  });
});

interface OwnRole extends AsyncDisposable {
  /** The server as the role sees it. */
  readonly url: string;
  /** What it has made there and has not dropped, but for the template that the next draft begins with. */
  databases(): Promise<readonly string[]>;
}

/** A role that may make databases, so that they can be told from those of others. */
async function ownRole(url: string): Promise<OwnRole> {
  const client = new Client(url);
  await client.connect();
  const name = `keelson_asked_${process.pid}_${Date.now()}`;
  await client.query(`create role ${name} login superuser password 'asked'`);
  const own = new URL(url);
  own.username = name;
  own.password = 'asked';
  const made = async (): Promise<readonly { readonly name: string; readonly isTemplate: boolean }[]> => {
    const { rows } = await client.query<{ name: string; isTemplate: boolean }>(
      `select datname as name, datistemplate as "isTemplate" from pg_database where datdba = $1::regrole order by 1`,
      [name],
    );
    return rows;
  };
  return {
    url: own.href,
    databases: async () => (await made()).flatMap((one) => (one.isTemplate ? [] : [one.name])),
    [Symbol.asyncDispose]: async () => {
      for (const { name: left } of await made()) {
        await client.query(`alter database ${left} with is_template false`);
        await client.query(`drop database ${left} with (force)`);
      }
      await client.query(`drop role ${name}`);
      await client.end();
    },
  };
}
