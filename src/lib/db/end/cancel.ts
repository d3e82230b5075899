import pg from 'pg';
import type { PoolClient } from 'pg';

/** A server that does not take the request by then will not take it. */
const PATIENCE_MS = 2000;

/** What pg has of a connection and does not declare. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly ssl: unknown;
  readonly connectionParameters: { readonly sslnegotiation?: string };
}

interface Canceller extends pg.Connection {
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}

/**
 * Asks the server to cancel what runs on a connection, as psql does for Ctrl-C: by its key, over a socket of its own that
 * needs no login. A proxy such as PgBouncer understands it, where the number of a backend would be somebody else's.
 */
export async function cancel(client: PoolClient): Promise<void> {
  const { host, port, processID, secretKey, ssl, connectionParameters } = client as unknown as Backend;
  if (processID === null || secretKey === null) return;
  const sslNegotiation = connectionParameters.sslnegotiation;
  const canceller = new pg.Connection({ ssl, sslNegotiation } as pg.ConnectionConfig) as Canceller;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    const finish = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const send = (): void => {
      canceller.cancel(processID, secretKey);
    };
    canceller.once('error', finish).once('end', finish);
    if (ssl === false || ssl === undefined) canceller.once('connect', send);
    else {
      canceller.once('sslconnect', send);
      if (sslNegotiation !== 'direct')
        canceller.once('connect', () => {
          canceller.requestSsl();
        });
    }
    if (host.startsWith('/')) canceller.connect(`${host}/.s.PGSQL.${port}`);
    else canceller.connect(port, host);
  });
  canceller.on('error', () => undefined);
  canceller.stream.destroy();
}

/** Ends a connection on this side, whatever the other one says. */
export function cutOff(client: PoolClient): void {
  (client as unknown as { readonly connection: pg.Connection }).connection.stream.destroy();
}
