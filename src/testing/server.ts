import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { env, forgetEnv, settingsFromUrl } from '../env.ts';
import { connectionUrl } from '../postgres/connection-url.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { Problem } from '../problem.ts';
import { chooseServer, DEFAULT_IMAGE } from './choice.ts';
import type { TestServerKind } from './choice.ts';
import { connectForMaintenance } from './maintenance.ts';
import type { Maintenance } from './maintenance.ts';
import { isFirst } from './once.ts';
import { handOver } from './prepared-template.ts';
import { withFreeSession } from './session.ts';
import type { Session } from './session.ts';
import { sweep } from './sweep.ts';
import { requireTemplate } from './template.ts';
import { environment, say, setVariables } from './this-process.ts';
import { planTemplate } from './wanted-template.ts';
import type { TemplateOptions } from './wanted-template.ts';

/** What a global setup can ask for. */
export interface TestServerOptions extends TemplateOptions {
  /** Makes the template now, so that no test waits for the migrations, and broken ones fail once, not in each file. */
  readonly migrate?: boolean;
  /** The image, where the server comes in a container; postgres:18-alpine unless it is named. */
  readonly image?: string;
}

/** The server of a test run. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly kind: TestServerKind;
  stop(): Promise<void>;
}

/** Set beside TEST_DATABASE_URL for the processes of a run whose server was chosen already. */
const CHOSEN = 'TEST_DATABASE_KIND';
const ADDRESS = 'TEST_DATABASE_URL';

/**
 * Starts the server of a test run, or finds it, and says which. From now on this process and those that it starts
 * make their test databases there. A global setup calls it; `stop` is for the teardown.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { migrate = false, image = DEFAULT_IMAGE, ...template } = options;
  const inherited = readChosen();
  const server =
    inherited === undefined
      ? await chooseServer({ image, shared: false })
      : { ...inherited, description: undefined, stop: () => Promise.resolve() };
  const { kind, settings } = server;
  let session: Maintenance | undefined;
  let prepared: Readonly<Record<string, string>>;
  try {
    // Held open until the end: no server ends because tests pause.
    session = await connectForMaintenance(settings);
    if (server.description !== undefined) say(`test databases on ${server.description}`);
    await sweep(session.client);
    const plan = migrate ? await planTemplate(session, template) : undefined;
    if (plan !== undefined) await requireTemplate(session, settings, plan);
    prepared = plan === undefined ? {} : handOver(template, plan);
  } catch (error) {
    await session?.client.end();
    await server.stop();
    throw error;
  }
  const { client } = session;
  client.unref();
  const url = kind === 'given' ? (environment[ADDRESS] ?? connectionUrl(settings)) : connectionUrl(settings);
  const restore = setVariables({ ...prepared, [ADDRESS]: url, [CHOSEN]: kind });
  forgetEnv();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    restore();
    forgetEnv();
    client.ref();
    await client.end();
    await server.stop();
  };
  const stopOnce = async (): Promise<void> => {
    await (stopping ??= stop());
  };
  return { url, kind, stop: stopOnce, [Symbol.asyncDispose]: stopOnce };
}

/** Runs `use` with a session on the server of this run. Without a global setup that is chosen here, once in a process. */
export async function onServer<Result>(
  given: string | undefined,
  use: (session: Session, maintenance: Maintenance) => Promise<Result>,
): Promise<Result> {
  try {
    return await withFreeSession(given === undefined ? await requireServer() : settingsFromUrl(given), use);
  } catch (error) {
    // A server that ends when nobody uses it may have done so since it was chosen.
    if (given !== undefined || readChosen() !== undefined || !isGone(error)) throw error;
    setEnvironmentData(SHARED, undefined);
    return await withFreeSession(await requireServer(), use);
  }
}

/** Where the URL of a server that was chosen here is kept: Jest forgets everything else between two test files. */
const SHARED = 'keelson/testing: server';
let choosing: Promise<ConnectionSettings> | undefined;

async function requireServer(): Promise<ConnectionSettings> {
  const chosen = readChosen();
  if (chosen !== undefined) return chosen.settings;
  const shared = getEnvironmentData(SHARED);
  if (typeof shared === 'string') return settingsFromUrl(shared);
  choosing ??= chooseShared().finally(() => {
    choosing = undefined;
  });
  return await choosing;
}

async function chooseShared(): Promise<ConnectionSettings> {
  const { description, kind, settings } = await chooseServer({ image: DEFAULT_IMAGE, shared: true });
  if (isFirst('announced')) say(`test databases on ${description}`);
  if (kind !== 'given') setEnvironmentData(SHARED, connectionUrl(settings));
  return settings;
}

/** What a global setup chose for this process. */
function readChosen(): { readonly kind: TestServerKind; readonly settings: ConnectionSettings } | undefined {
  const kind = environment[CHOSEN];
  if (kind !== 'given' && kind !== 'container' && kind !== 'embedded') return undefined;
  const { testDatabase } = env();
  return testDatabase && { kind, settings: testDatabase };
}

function isGone(error: unknown): boolean {
  return (
    error instanceof Problem &&
    ['connection/refused', 'connection/closed', 'connection/starting-up'].includes(error.code)
  );
}
