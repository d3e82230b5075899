import { moduleResolver } from '../load-module.ts';
import { checkParity } from '../parity/index.ts';
import { describeConnection } from '../postgres/settings.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { readAccepted } from './accepted-file.ts';
import { loadSchema } from './schema-files.ts';
import { aloud, print } from './terminal.ts';
import { formatVerdict } from './verdict-formats.ts';

/** A verdict on what a deploy leaves, for which all that can be is made ready before; its result is an exit code. */
export async function verdictAfter({
  schema,
}: {
  readonly schema: string | undefined;
}): Promise<(connection: ConnectionSettings) => Promise<number | undefined>> {
  const { modules, files, casing } = await loadSchema(schema, undefined);
  const accepted = readAccepted(undefined);
  return async (connection) => {
    const start = performance.now();
    const place = describeConnection(connection);
    const verdict = await aloud(`comparing with ${place}`, async () =>
      checkParity({ schema: modules, connection, accepted, ...(casing !== undefined && { casing }) }),
    );
    print(
      formatVerdict(verdict, {
        format: 'text',
        files,
        resolve: await moduleResolver(),
        verbose: false,
        place,
        color: process.stdout.isTTY && process.stdout.hasColors(),
        seconds: (performance.now() - start) / 1000,
      }),
    );
    return verdict.agrees ? undefined : 1;
  };
}
