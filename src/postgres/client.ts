import pg from 'pg';
import { explainFailedConnect } from './connection-error.ts';
import { mustChooseHost } from './hosts.ts';
import { connectToOne } from './one-of-several.ts';
import { pgConfig, pgConfigWith } from './pg-config.ts';
import type { ConnectionSettings } from './settings.ts';
import { VALUE_PARSERS } from './value-parsers.ts';

/** A connection whose statements are read by our parsers; those that a project sets on it are only told. */
class OwnClient extends pg.Client {
  private readonly projects = new pg.TypeOverrides();

  constructor(config: pg.ClientConfig) {
    // A copy of it would be one without its password.
    super(Object.assign(config, { types: VALUE_PARSERS }));
  }

  override readonly setTypeParser = ((...words: Parameters<pg.TypeOverrides['setTypeParser']>): void => {
    this.projects.setTypeParser(...words);
  }) as unknown as pg.Client['setTypeParser'];

  override readonly getTypeParser = ((...words: Parameters<pg.TypeOverrides['getTypeParser']>): unknown =>
    this.projects.getTypeParser(...words)) as pg.Client['getTypeParser'];

  /** Connects to the first of several servers that fits. */
  async connectToOne(settings: ConnectionSettings): Promise<void> {
    await connectToOne(this, {
      settings,
      given: { types: VALUE_PARSERS },
      connect: async () => await super.connect(),
    });
  }
}

/** Opens one connection; the caller ends it. A failure says what was tried. */
export async function connect(settings: ConnectionSettings): Promise<pg.Client> {
  let client: OwnClient | undefined;
  const isSeveral = mustChooseHost(settings);
  try {
    client = new OwnClient(isSeveral ? pgConfigWith(settings, false) : await pgConfig(settings));
    // The next query tells of a lost connection; without a listener the process would end instead.
    client.on('error', () => undefined);
    await (isSeveral ? client.connectToOne(settings) : client.connect());
    return client;
  } catch (error) {
    // pg leaves the socket open after some failures, and the process would wait for it.
    void client?.end();
    throw explainFailedConnect(error, settings);
  }
}

/** Runs `use` on a connection of its own, which is closed whatever happens. */
export async function withClient<Result>(
  settings: ConnectionSettings,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(settings);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
