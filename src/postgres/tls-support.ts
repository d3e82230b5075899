import { connect } from 'node:net';
import type { ConnectionSettings } from './settings.ts';

/** Length 8, then the number that asks for TLS (1234.5679): an SSLRequest of the wire protocol. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** The code of the error when something answers that does not speak the protocol. */
export const NOT_POSTGRES = 'NOT_POSTGRES';

/**
 * Whether the server offers TLS: what `prefer` has to know, and what neither pg nor Knex can ask. Only a
 * server that says no is taken for one without TLS: any other answer, or none, is an error.
 */
export async function serverOffersTls({ host, port, timeouts }: ConnectionSettings): Promise<boolean> {
  const socket = connect({ host, port });
  const timer = timeouts.connect === 0 ? undefined : setTimeout(giveUp, timeouts.connect);
  function giveUp(): void {
    socket.destroy(failure('ETIMEDOUT', 'connect timed out'));
  }
  try {
    return await new Promise<boolean>((resolve, reject) => {
      socket.once('connect', () => socket.write(SSL_REQUEST));
      socket.once('data', (answer) => {
        // One byte and no more: SSH servers begin with an S too.
        const said = answer.toString('latin1');
        if (said === 'S' || said === 'N') resolve(said === 'S');
        else reject(failure(NOT_POSTGRES, 'the answer to an SSLRequest is neither S nor N'));
      });
      // Stays, since a socket that is being closed can still fail.
      socket.on('error', reject);
      socket.once('close', () => {
        reject(failure('ECONNRESET', 'the server closed the connection'));
      });
    });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
