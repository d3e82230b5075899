import path from 'node:path';
import type { ScratchServer, ServerOptions } from '../postgres/scratch-server.ts';

/** The server certificates in the folder certificates/. */
export type ServerCertificate = 'right' | 'name-only' | 'wrong-name' | 'expired' | 'revoked' | 'self-signed';

/** A certificate, key or list of these tests. */
export function certificate(name: string): string {
  return path.join(__dirname, 'certificates', name);
}

/** Starts the server with that certificate, or without TLS. It asks clients for certificates of our authority. */
export async function startWith(
  server: ScratchServer,
  name: ServerCertificate | undefined,
  { settings, hba = ['host all all all trust'] }: ServerOptions = {},
): Promise<void> {
  const tls =
    name === undefined
      ? { ssl: 'off' }
      : {
          ssl: 'on',
          ssl_cert_file: server.addFile(certificate(`${name}.crt`)),
          ssl_key_file: server.addFile(certificate(`${name}.key`)),
          ssl_ca_file: server.addFile(certificate('ca.crt')),
        };
  await server.start({ hba, settings: { ...tls, ...settings } });
}
