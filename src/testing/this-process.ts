/*
 * What this room takes from the process it runs in, in one place: the variables of Docker, which are not settings of
 * ours, and those that hand a server on to the processes of a run, which nobody writes by hand; and a line on stderr,
 * since a test runner is not a caller that one could return the line to.
 */

/** The variables of this process, and of those that it starts. */
// eslint-disable-next-line no-restricted-properties
export const environment: NodeJS.ProcessEnv = process.env;

/** Tells the person who runs the tests. */
export function say(line: string): void {
  // eslint-disable-next-line no-restricted-properties
  process.stderr.write(`keelson: ${line}\n`);
}

/** Sets variables, and returns how to put back what was there. */
export function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, environment[name]] as const);
  Object.assign(environment, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(environment, name);
      else environment[name] = value;
    }
  };
}
