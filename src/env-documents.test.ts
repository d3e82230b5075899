import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REFUSED_VARIABLES, VARIABLES } from './env-variables.ts';
import { PARAMETERS } from './postgres/connection-parameters.ts';
import { FOREIGN_PARAMETERS } from './postgres/foreign-parameters.ts';

const root = path.join(__dirname, '..');
const page = readFileSync(path.join(root, 'docs', 'environment.md'), 'utf8');
const example = readFileSync(path.join(root, '.env.example'), 'utf8');
const [accepted = '', refused = ''] = page.split('### Refused');

/** The first column of the tables, where it holds a variable. */
const rows = (text: string): string[] => [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name = '']) => name);

it('docs/environment.md lists every variable, in the order in which they are read', () => {
  expect(rows(accepted)).toEqual(VARIABLES);
});

it('docs/environment.md lists every variable that is refused', () => {
  expect(rows(refused).sort()).toEqual([...REFUSED_VARIABLES].sort());
});

it('.env.example lists every variable, each commented out and with a line about it', () => {
  const assignment = /^# ([A-Z_]+)=\S/;
  const lines = example.split('\n');
  const at = lines.flatMap((line, index) => (assignment.test(line) ? [index] : []));
  expect(at.map((index) => assignment.exec(lines[index] ?? '')?.[1])).toEqual(VARIABLES);
  for (const index of at) expect(lines[index - 1]).toMatch(/^# .+[.).]$/);
  // Copied as it stands, it changes nothing.
  expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});

it('docs/environment.md names every parameter of a URL', () => {
  const named = new Set([...page.matchAll(/`([A-Za-z_]+)(?:=[^`]*)?`/g)].map(([, name]) => name));
  expect(Object.keys(PARAMETERS).filter((name) => !named.has(name))).toEqual([]);
});

it('docs/environment.md names every variable with the parameter that it stands for', () => {
  const of = { ...PARAMETERS, ...FOREIGN_PARAMETERS };
  const pairs = Object.entries(of).flatMap(([name, { variable }]) =>
    variable === undefined ? [] : [[variable, name]],
  );
  const shown = [...page.matchAll(/^\| `(PG[A-Z_]+)` *\| `([a-z_]+)`/gm)].map(([, variable, name]) => [
    variable,
    name,
  ]);
  expect(shown.sort()).toEqual(pairs.sort());
});
