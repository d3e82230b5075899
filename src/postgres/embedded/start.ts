import { existsSync, statSync } from 'node:fs';
import { accountOf, chooseAccount, refuseUnusable, type Account } from './account.ts';
import { prepareBinaries, type Binaries } from './binaries.ts';
import { clusterMajor, createCluster, refuseOtherMajor } from './cluster.ts';
import { isRoot, nearestOwner } from './files.ts';
import { homeAt, makeHome, refuseForeign, type Home } from './home.ts';
import { launchServer } from './launch.ts';
import { withLock } from './lock.ts';
import type { Patience } from './patience.ts';
import { chooseDataDirectory } from './place.ts';
import { portsFor } from './port.ts';
import { disown, isServerOf, readPostmaster } from './postmaster.ts';
import { isAlive } from './process.ts';
import { clearRemains, refuseUnknownData } from './remains.ts';
import { awaitRunning, findRunning, notAnswering, recall, type Known, type Running } from './running.ts';
import { addressUrl, dataDirectoryIn, randomPassword, writeState } from './state.ts';
import type { EmbeddedServer, StartOptions, StartTimings } from './server.ts';
import { startWatchdog } from './watchdog.ts';

const USER = 'keelson';
const DATABASE = 'keelson';
const TIMEOUT_SECONDS = 60;

type Timings = Omit<StartTimings, 'total'>;
const NO_TIME: Timings = { programs: 0, initdb: 0, launch: 0 };

/** Starts the server of a home, or finds the one that runs. It outlives the process that started it. */
export async function startEmbeddedServer(options: StartOptions): Promise<EmbeddedServer> {
  const begun = performance.now();
  const home = homeAt(options.home);
  const start = (await findStarted(home, options)) ?? (await takeTurn(home, options));
  const { known, running, timings } = start;
  // A start that was interrupted between the server's and ours leaves the old port behind.
  if (running.port !== known.state.port) {
    remember({ ...known, state: { ...known.state, port: running.port } });
  }
  const { stopWhenIdleForSeconds } = options;
  if (stopWhenIdleForSeconds !== undefined && !running.isWatched) {
    startWatchdog(home, running.port, stopWhenIdleForSeconds);
  }
  const { host, user, password, database } = known.state;
  const address = { host, port: running.port, user, password, database };
  return Object.freeze({
    ...address,
    url: addressUrl(address),
    version: running.version,
    pid: running.pid,
    home: home.path,
    dataDirectory: known.dataDirectory,
    logFile: home.log,
    startedNow: timings !== undefined,
    timings: { ...(timings ?? NO_TIME), total: performance.now() - begun },
  });
}

interface Start {
  readonly known: Known;
  readonly running: Running;
  /** Undefined when it was found running. */
  readonly timings: Timings | undefined;
}

async function findStarted(home: Home, options: StartOptions): Promise<Start | undefined> {
  const known = recallFor(home, options);
  const running = known === undefined ? undefined : await findRunning(known);
  return known === undefined || running === undefined ? undefined : { known, running, timings: undefined };
}

async function takeTurn(home: Home, options: StartOptions): Promise<Start> {
  const { onProgress, signal, timeoutSeconds = TIMEOUT_SECONDS } = options;
  const patience: Patience = { timeoutMs: timeoutSeconds * 1000, onProgress, signal };
  makeHome(home);
  // Whoever holds it may have three bounded waits before it: a server on its way, initdb, the start.
  const turn = { ...patience, timeoutMs: patience.timeoutMs * 3, what: 'waiting for another process' };
  return withLock(home.lock, turn, async () => startAlone(home, options, patience));
}

/** Under the lock: what another process did meanwhile counts, then nobody else is at work. */
async function startAlone(home: Home, options: StartOptions, patience: Patience): Promise<Start> {
  const known = recallFor(home, options);
  if (known !== undefined) {
    refuseForeign(known.dataDirectory);
    const running = await awaitRunning(known, patience);
    if (running !== undefined) return { known, running, timings: undefined };
    const made = clusterMajor(known.dataDirectory);
    if (made !== undefined) return startMade(known, made, options, patience);
  }
  return startNew(home, known, options, patience);
}

async function startMade(
  known: Known,
  made: number,
  options: StartOptions,
  patience: Patience,
): Promise<Start> {
  const { home, dataDirectory } = known;
  const account = accountOf(statSync(dataDirectory));
  refuseUnusable(dataDirectory, account);
  const clock = stopwatch();
  const binaries = await prepareBinaries(home, account, patience.onProgress);
  refuseOtherMajor(dataDirectory, { major: made, version: known.state.version, home: home.path }, binaries);
  const timings = { ...NO_TIME, programs: clock() };
  return launch(known, { account, binaries, options, patience, timings });
}

async function startNew(
  home: Home,
  remembered: Known | undefined,
  options: StartOptions,
  patience: Patience,
): Promise<Start> {
  const { onProgress } = patience;
  refuseUnknownData(home, remembered !== undefined);
  await clearRemains(home, patience);
  const clock = stopwatch();
  const account = chooseAccount(home.path);
  const dataDirectory = chooseDataDirectory(home, account);
  if (account !== undefined && dataDirectory !== home.data) {
    onProgress?.(
      `${account.name}, who runs the server for root, cannot enter ${home.path}: the data is in ${dataDirectory}`,
    );
  }
  const binaries = await prepareBinaries(home, account, onProgress);
  const programs = clock();
  const state = {
    format: 1 as const,
    host: '127.0.0.1' as const,
    port: remembered?.state.port ?? portsFor(home.path, undefined)[0] ?? 0,
    user: USER,
    password: remembered?.state.password ?? randomPassword(),
    database: options.database ?? remembered?.state.database ?? DATABASE,
    dataDirectory: dataDirectoryIn(home, dataDirectory),
    version: binaries.version,
    uid: account?.uid ?? process.geteuid?.(),
  };
  // Before the data is there, so that there never is data whose password nobody knows.
  writeState(home, state, ownerIn(home));
  await createCluster(dataDirectory, { binaries, account, user: USER, password: state.password, patience });
  const timings = { ...NO_TIME, programs, initdb: clock() };
  return launch({ home, state, dataDirectory }, { account, binaries, options, patience, timings });
}

interface Launch {
  readonly account: Account | undefined;
  readonly binaries: Binaries;
  readonly options: StartOptions;
  readonly patience: Patience;
  readonly timings: Timings;
}

async function launch(
  known: Known,
  { account, binaries, options, patience, timings }: Launch,
): Promise<Start> {
  const { home, dataDirectory } = known;
  const clock = stopwatch();
  const left = readPostmaster(dataDirectory);
  const isStrangers = left !== undefined && isAlive(left.pid) && isServerOf(left.pid, dataDirectory) === 'no';
  if (isStrangers) disown(dataDirectory);
  const port = await launchServer({
    account,
    binaries,
    dataDirectory,
    logFile: home.log,
    logOwner: ownerIn(home),
    ports: portsFor(home.path, known.state.port),
    settings: options.settings ?? {},
    patience,
  });
  const state = { ...known.state, port, version: binaries.version };
  if (port !== known.state.port) {
    patience.onProgress?.(`the server has moved from port ${known.state.port} to ${port}`);
  }
  remember({ home, state, dataDirectory });
  const running = await awaitRunning({ home, state, dataDirectory }, patience);
  if (running === undefined) throw notAnswering(home, undefined, patience.timeoutMs);
  return { known: { ...known, state }, running, timings: { ...timings, launch: clock() } };
}

/** Writes down what is so now; the database stays the one that the home was made with. */
function remember({ home, state }: Known): void {
  const database = recall(home)?.state.database ?? state.database;
  writeState(home, { ...state, database }, ownerIn(home));
}

/** What the home remembers, with the database that is asked for in place of the one that it remembers. */
function recallFor(home: Home, { database }: StartOptions): Known | undefined {
  const known = recall(home);
  if (known === undefined || database === undefined) return known;
  return { ...known, state: { ...known.state, database } };
}

/** Root leaves the files in somebody's checkout to this somebody. */
function ownerIn(home: Home): ReturnType<typeof nearestOwner> | undefined {
  return isRoot() && existsSync(home.path) ? nearestOwner(home.path) : undefined;
}

function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const lap = performance.now() - last;
    last += lap;
    return lap;
  };
}
