import { Client } from 'pg';
import { bigSchema } from '../../bench/check/big-schema.ts';
import { checkParity } from '../../src/parity/index.ts';
import { readDeclared } from '../../src/parity/declared/read.ts';
import { renderSchema } from '../../src/parity/render/index.ts';
import { createTestDatabase } from '../../src/testing/index.ts';

/** How an answer ends: the type of the message and its length, before a byte for the state of the transaction. */
const READY = Buffer.from('Z\0\0\0\u0005');

/** How often the server was asked for a verdict on so many tables, by what it says and by what the wire saw. */
async function asked(tables: number): Promise<{ readonly said: number; readonly seen: number }> {
  const schema = bigSchema(tables);
  await using database = await createTestDatabase({ migrate: false });
  const client = new Client(database.url);
  await client.connect();
  try {
    await client.query(renderSchema(readDeclared({ schema }).objects).join(';\n'));
    const { stream } = (client as unknown as { connection: { stream: NodeJS.EventEmitter } }).connection;
    let seen = 0;
    let end = Buffer.alloc(0);
    stream.on('data', (bytes: Buffer) => {
      end = Buffer.concat([end, bytes]).subarray(-6);
      if (end.subarray(0, 5).equals(READY)) seen += 1;
    });
    const { agrees, compared } = await checkParity({ schema, connection: client });
    expect(agrees).toBe(true);
    return { said: compared.roundTrips, seen };
  } finally {
    await client.end();
  }
}

test('a verdict asks as often for a hundred tables as for two, and says how often', async () => {
  const few = await asked(2);
  const many = await asked(100);
  expect(few.said).toBe(few.seen);
  expect(many.said).toBe(many.seen);
  expect(many.said).toBe(few.said);
});
