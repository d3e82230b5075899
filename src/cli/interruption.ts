import { progress } from './terminal.ts';

/** What a person, an orchestrator or a terminal that goes away ends a command with, and the exit code of a process that it ended. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Runs `work` with a signal that is given on Ctrl-C, SIGTERM or SIGHUP; the second time ends the process at once. */
export async function untilInterrupted<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const listeners = Object.keys(SIGNALS).map((name) => {
    const listener = (): void => {
      // More than one of those who see a terminal go may say so, and nobody means it twice.
      if (name === 'SIGHUP') {
        controller.abort(name);
        return;
      }
      progress('ending; once more ends it at once');
      for (const [other, one] of listeners) process.removeListener(other, one);
      controller.abort(name);
    };
    return [name, listener] as const;
  });
  for (const [name, listener] of listeners) process.on(name, listener);
  try {
    return await work(controller.signal);
  } finally {
    for (const [name, listener] of listeners) process.removeListener(name, listener);
  }
}

/** The exit code of a run that ended because it was told to. */
export function exitCodeOf(signal: AbortSignal): number {
  return SIGNALS[signal.reason as keyof typeof SIGNALS];
}
