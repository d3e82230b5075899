/** `name=value` for each parameter, as the catalogue has them. Drizzle writes some in camel case. */
export function storageParameters(parameters: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${snakeCase(name)}=${String(value)}`)
    .sort();
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
