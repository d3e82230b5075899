import type { EmbeddedAddress } from './state.ts';

/** How to start an embedded server. */
export interface StartOptions {
  /** The folder of this server, for example `.data/postgres` of the checkout. */
  readonly home: string;
  /** Made when it is missing; `keelson` unless the home remembers another. */
  readonly database?: string | undefined;
  /** Settings of postgresql.conf for a server that is started now; one that runs already keeps its own. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Lets the server end by itself when nobody was connected for so long. */
  readonly stopWhenIdleForSeconds?: number | undefined;
  /** The bound of each single wait: for another process, for initdb, for the server to be ready. 60 by default. */
  readonly timeoutSeconds?: number | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A running embedded server. */
export interface EmbeddedServer extends EmbeddedAddress {
  readonly url: string;
  /** As the server says it, 18.4. */
  readonly version: string;
  readonly pid: number;
  readonly home: string;
  readonly dataDirectory: string;
  readonly logFile: string;
  /** False when it was found running. */
  readonly startedNow: boolean;
  readonly timings: StartTimings;
}

/** Where the time went, in milliseconds; zero for what was not needed. */
export interface StartTimings {
  /** Finding the programs and whether they run. */
  readonly programs: number;
  readonly initdb: number;
  /** From starting the server to its answer, with making the database. */
  readonly launch: number;
  readonly total: number;
}
