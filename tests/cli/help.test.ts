import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS, findCommand } from '../../src/cli/commands.ts';
import { commandHelp } from '../../src/cli/help.ts';
import { keelson, problemCode, ROOT } from './keelson.ts';

// A command is a process of its own, and a machine may be busy.
test('without a command it lists them all, and that counts as called wrongly', async () => {
  const { code, stdout } = await keelson([]);
  expect(code).toBe(2);
  for (const { name, summary } of COMMANDS)
    expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
});

test.each(COMMANDS.map(({ name }) => name))('%s has help with every option', async (name) => {
  const command = await findCommand(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  expect(command.name).toBe(name);
  const help = commandHelp(command);
  expect(help).toContain(`usage: keelson ${name}`);
  for (const option of Object.keys(command.options)) expect(help).toContain(`--${option}`);
});

test('--help shows it, and the command is not run', async () => {
  const { code, stdout } = await keelson(['reset', '--yes', '--help']);
  expect({ code, usage: stdout.split('\n')[0] }).toEqual({
    code: 0,
    usage: 'usage: keelson reset [options]',
  });
});

test('every command is a script of package.json and a row of the README', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  for (const { name } of COMMANDS) {
    expect(scripts[`db:${name}`]).toBe(`node --import tsx src/cli/main.ts ${name}`);
    expect(readme).toContain(`db:${name}`);
  }
});

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(await keelson(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([
  ['an unknown command', ['db:migrat'], 'cli/unknown-command'],
  ['an unknown option', ['migrate', '--fast'], 'cli/usage'],
  ['a word too many', ['migrate', 'now'], 'cli/usage'],
  ['a value that is none of the choices', ['seed', '--mode', 'prdo'], 'cli/usage'],
])('%s is a mistake in calling: exit code 2', async (_what, words, problem) => {
  const outcome = await keelson(words);
  expect(outcome.code).toBe(2);
  expect(problemCode(outcome)).toBe(problem);
});

test.each([
  ['chekc', 'check'],
  ['migrat', 'migrate'],
  ['make', 'migrate:make'],
  ['db:sead', 'seed'],
])('%s was probably meant to be %s', async (word, command) => {
  expect((await keelson([word])).stderr).toContain(`(did you mean ${command}?)`);
});

test('a word like no command is not taken for one', async () => {
  expect((await keelson(['deploy'])).stderr).not.toContain('did you mean');
});

test('the exit codes of check, which are others, are told with all commands', async () => {
  expect((await keelson(['--help'])).stdout).toContain('of check: 0 agree, 1 differ, 2 could not tell');
});

test('an option that npm took for itself is not ignored in silence', async () => {
  const outcome = await keelson(['seed'], {
    env: { npm_lifecycle_event: 'db:seed', npm_config_mode: 'test' },
  });
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toContain('npm run db:seed -- --mode test');
});

test('advice names scripts to those who call scripts, and the command to those who call the command', async () => {
  const called = ['migrate:make', 'a b'];
  expect((await keelson(called)).stderr).toContain('fix: npx keelson migrate:make a_b');
  expect((await keelson(called, { env: { npm_lifecycle_event: 'db:migrate:make' } })).stderr).toContain(
    'fix: npm run db:migrate:make a_b',
  );
});
