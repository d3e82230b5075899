import type { ClientConfig } from 'pg';
import { hostConfig } from './host-config.ts';
import { mustChooseHost } from './hosts.ts';
import { fittingHost } from './one-of-several.ts';
import { withSettings } from './settings.ts';
import type { ConnectionSettings } from './settings.ts';

export { mustAskForTls, pgConfigWith } from './host-config.ts';

/**
 * The one object that pg and Knex are given. Asks the server whether it offers TLS when the mode is `prefer`, and where
 * several are named, each whether it is what is wanted: the object names the first that is.
 */
export async function pgConfig(settings: ConnectionSettings): Promise<ClientConfig> {
  if (!mustChooseHost(settings)) return await hostConfig(settings);
  return await hostConfig(withSettings(settings, await fittingHost(settings)));
}
