import { realpathSync } from 'node:fs';
import { clusterMajor } from './cluster.ts';
import type { Home } from './home.ts';
import { waitFor, type Patience } from './patience.ts';
import { isMadeFor } from './place.ts';
import { isServerOf, readPostmaster } from './postmaster.ts';
import { askServer, type ServerFacts } from './session.ts';
import { dataDirectoryOf, readState, type ServerState } from './state.ts';
import { Problem } from '../../problem.ts';

/** A home that remembers its server, and where the data of that is; the data itself may be gone. */
export interface Known {
  readonly home: Home;
  readonly state: ServerState;
  readonly dataDirectory: string;
}

/** A server that was found running and answered. */
export interface Running extends ServerFacts {
  readonly pid: number;
  readonly port: number;
}

/** What a home knows of its server; undefined when that is nothing, or is the server of the home it was copied from. */
export function recall(home: Home): Known | undefined {
  const state = readState(home);
  if (state === undefined) return undefined;
  const dataDirectory = dataDirectoryOf(home, state);
  return isMadeFor(home, dataDirectory) ? { home, state, dataDirectory } : undefined;
}

/** Looks once whether the server of a home runs and answers. */
export async function findRunning({ home, state, dataDirectory }: Known): Promise<Running | undefined> {
  const postmaster = readPostmaster(dataDirectory);
  if (postmaster?.port === undefined || clusterMajor(dataDirectory) === undefined) return undefined;
  // Only a server that is known to be ours gets to see our password.
  const isOurs = isServerOf(postmaster.pid, dataDirectory);
  if (isOurs === 'no' || (isOurs === 'yes' && postmaster.status !== 'ready')) return undefined;
  const { pid, port } = postmaster;
  const facts = await askServer({ ...state, port }, home.path);
  if (facts === undefined) return undefined;
  if (isOurs === 'unknown' && facts.dataDirectory !== realpathSync(dataDirectory)) return undefined;
  return { ...facts, pid, port };
}

/** Waits while a server of the home is on its way up or down. Undefined when none runs. */
export async function awaitRunning(known: Known, patience: Patience): Promise<Running | undefined> {
  const { home, dataDirectory } = known;
  const answer = await waitFor('waiting for the running server to answer', patience, async () => {
    const running = await findRunning(known);
    if (running !== undefined) return running;
    const postmaster = readPostmaster(dataDirectory);
    return postmaster !== undefined && isServerOf(postmaster.pid, dataDirectory) === 'yes'
      ? undefined
      : 'none';
  });
  if (answer === 'none') return undefined;
  if (answer !== undefined) return answer;
  throw notAnswering(home, readPostmaster(dataDirectory)?.pid, patience.timeoutMs);
}

/** A server that is there and does not answer. */
export function notAnswering(home: Home, pid: number | undefined, waitedMs: number): Problem {
  const which = pid === undefined ? '' : ` (process ${pid})`;
  return new Problem({
    code: 'embedded/not-answering',
    what: `embedded PostgreSQL: the server of ${home.path}${which} runs but did not answer within ${Math.round(waitedMs / 1000)} s`,
    why: 'it is recovering from a crash, overloaded, or all its connections are taken',
    fix: `look at ${home.log}; wait and try again, or npm run db:down and npm run db:up`,
  });
}
