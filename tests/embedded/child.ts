import {
  embeddedServerStatus,
  startEmbeddedServer,
  stopEmbeddedServer,
  type StartOptions,
} from '../../src/postgres/embedded/index.ts';
import { Problem } from '../../src/problem.ts';

/** One command in a process of its own: says on standard output what came of it, as JSON. */
async function main(): Promise<void> {
  const [command, json] = process.argv.slice(2) as [string, string];
  const options = JSON.parse(json) as StartOptions;
  const progress: string[] = [];
  const onProgress = (message: string): void => {
    progress.push(message);
  };
  try {
    const value =
      command === 'start'
        ? await startEmbeddedServer({ ...options, onProgress })
        : command === 'stop'
          ? await stopEmbeddedServer(options)
          : await embeddedServerStatus(options);
    process.stdout.write(JSON.stringify({ value, progress }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stdout.write(JSON.stringify({ problem: { code: error.code, message: error.message }, progress }));
  }
}

void main();
