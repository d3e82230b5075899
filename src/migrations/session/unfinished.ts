import type { Gate } from './gate.ts';
import type { MigrationKnex } from './one-connection.ts';

/** What a function began and did not wait for, in words, once all of it is done; undefined where that is nothing. */
export async function unfinished(gate: Gate, builders: MigrationKnex): Promise<string | undefined> {
  // What was begun and not awaited has got as far as its connection by then.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const isRunning = gate.pending > 0;
  await gate.settle();
  if (isRunning) return 'a statement was still running';
  const forgotten = builders.forgotten();
  return forgotten.length === 0 ? undefined : `never run: ${forgotten.join(', ')}`;
}
