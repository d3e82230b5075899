import { createTestDatabase } from '../../src/testing/index.ts';
import { newName } from '../../src/testing/name.ts';
import { run, start } from './process.ts';
import { ask, exists, leaseToEnd } from './server.ts';

const EMPTY = { migrate: false };

test('what a killed process leaves behind, the next one sweeps away', async () => {
  const program = start({ databases: [EMPTY, EMPTY], then: 'hold' });
  const names = (await program.report).databases.map(({ name }) => name);
  expect(await Promise.all(names.map(exists))).toEqual([true, true]);
  program.child.kill('SIGKILL');
  await program.ended;
  await Promise.all(names.map(leaseToEnd));

  await run({ databases: [EMPTY] });
  // Another process of this run may be sweeping it at this moment.
  await Promise.all(names.map(leaseToEnd));
  expect(await Promise.all(names.map(exists))).toEqual([false, false]);
});

test('a process that forgets to drop its database ends, and the next one sweeps it away', async () => {
  const { databases } = await run({ databases: [EMPTY], then: 'leave' });
  const name = databases[0]?.name ?? '';
  await leaseToEnd(name);
  await run({ databases: [EMPTY] });
  await leaseToEnd(name);
  expect(await exists(name)).toBe(false);
});

test('a database that is in use is not swept away, by whomever', async () => {
  await using mine = await createTestDatabase(EMPTY);
  const program = start({ databases: [EMPTY], then: 'hold' });
  try {
    const [theirs] = (await program.report).databases;
    await run({ databases: [EMPTY] });
    expect(await exists(mine.name)).toBe(true);
    expect(await exists(theirs?.name ?? '')).toBe(true);
  } finally {
    program.child.kill('SIGKILL');
    await program.ended;
  }
});

test('whoever comes by another database of the server sees the leases all the same', async () => {
  await using mine = await createTestDatabase(EMPTY);
  await using entrance = await createTestDatabase(EMPTY);
  await run({ databases: [EMPTY] }, { env: { TEST_DATABASE_URL: entrance.url } });
  expect(await exists(mine.name)).toBe(true);
});

test('a database that only looks like one of ours is left alone', async () => {
  // The last digit of what proves a name of ours is another one.
  const almost = newName('test').replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
  const theirs = [`keelson_test_shop_${process.pid}`, almost];
  for (const name of theirs) await ask(`create database ${name} template template0`);
  try {
    await run({ databases: [EMPTY] });
    expect(await Promise.all(theirs.map(exists))).toEqual([true, true]);
  } finally {
    for (const name of theirs) await ask(`drop database ${name}`);
  }
});

test('many at once, in several processes, are all made and all dropped', async () => {
  const reports = await Promise.all(
    Array.from({ length: 4 }, async () => await run({ databases: Array.from({ length: 5 }, () => EMPTY) })),
  );
  const names = reports.flatMap(({ databases }) => databases.map(({ name }) => name));
  expect(new Set(names).size).toBe(20);
  expect((await Promise.all(names.map(exists))).filter(Boolean)).toEqual([]);
});
