export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line of a table: what was measured, how long it took, and what is to be said of it. */
export function row(what: string, milliseconds: number, note = ''): void {
  print(`  ${what.padEnd(52)} ${milliseconds.toFixed(0).padStart(7)} ms  ${note}`.trimEnd());
}

/** For the person who waits. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
