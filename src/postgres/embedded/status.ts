import { existsSync } from 'node:fs';
import { userName } from './account.ts';
import { clusterMajor } from './cluster.ts';
import { homeAt, refuseForeign, type Home } from './home.ts';
import { refuseUnknownData } from './remains.ts';
import { awaitRunning, recall } from './running.ts';
import { addressUrl, type EmbeddedAddress } from './state.ts';
import { Problem } from '../../problem.ts';

/** What there is of an embedded server; what does not apply is undefined. */
export interface EmbeddedServerStatus {
  /** `broken`: a person has to act first, `problem` says how. */
  readonly state: 'running' | 'stopped' | 'absent' | 'broken';
  readonly home: string;
  readonly logFile: string;
  readonly dataDirectory: string | undefined;
  readonly address: EmbeddedAddress | undefined;
  readonly url: string | undefined;
  readonly pid: number | undefined;
  /** Of the running server, else of the one that ran last. */
  readonly version: string | undefined;
  /** The user whose process it is. */
  readonly account: string | undefined;
  readonly stopsWhenIdle: boolean;
  readonly problem: Problem | undefined;
}

/** A server on its way up or down gets so long to arrive. */
const MOMENT_MS = 3_000;

/** Looks at the server of a home and changes nothing. */
export async function embeddedServerStatus({
  home: folder,
}: {
  readonly home: string;
}): Promise<EmbeddedServerStatus> {
  const home = homeAt(folder);
  try {
    return await look(home);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...nothing(home), state: 'broken', problem: error };
  }
}

async function look(home: Home): Promise<EmbeddedServerStatus> {
  if (!existsSync(home.path)) return nothing(home);
  refuseForeign(home.path);
  const known = recall(home);
  const made = known === undefined ? undefined : clusterMajor(known.dataDirectory);
  if (known === undefined || made === undefined) {
    refuseUnknownData(home, known !== undefined);
    return nothing(home);
  }
  const { state, dataDirectory } = known;
  const running = await awaitRunning(known, { timeoutMs: MOMENT_MS });
  const { host, user, password, database } = state;
  const address = { host, port: running?.port ?? state.port, user, password, database };
  const seen = {
    ...nothing(home),
    dataDirectory,
    address,
    url: addressUrl(address),
    pid: running?.pid,
    version: running?.version ?? state.version,
    account: state.uid === undefined ? undefined : userName(state.uid),
    stopsWhenIdle: running?.isWatched ?? false,
  };
  return { ...seen, state: running === undefined ? 'stopped' : 'running' };
}

function nothing(home: Home): EmbeddedServerStatus {
  return {
    state: 'absent',
    home: home.path,
    logFile: home.log,
    dataDirectory: undefined,
    address: undefined,
    url: undefined,
    pid: undefined,
    version: undefined,
    account: undefined,
    stopsWhenIdle: false,
    problem: undefined,
  };
}
