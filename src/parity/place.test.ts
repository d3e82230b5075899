import { Client, Pool } from 'pg';
import { settingsFromUrl } from '../env.ts';
import { compareDatabases } from './databases/compare.ts';
import { placeOf } from './place.ts';

const URL = 'postgres://me:hush@127.0.0.1:5432/app';

test('a URL becomes settings, and what is a place already stays', () => {
  expect(placeOf(URL, 'connection')).toEqual(settingsFromUrl(URL));
  for (const place of [settingsFromUrl(URL), new Client(), new Pool()])
    expect(placeOf(place, 'connection')).toBe(place);
});

test.each([
  [{ host: 'x' }, 'an object of host'],
  [{ host: 'x', port: 5432, user: 'me', password: 'hush' }, 'an object of host, port, user, password'],
  [{ connectionString: URL }, 'an object of connectionString'],
  [{}, 'an object of nothing'],
  [undefined, 'of type undefined'],
  [null, 'null'],
])('%j is refused, with what to give, and without a secret', (given, described) => {
  const place = () => placeOf(given as never, 'actual');
  expect(place).toThrow(expect.objectContaining({ code: 'parity/connection' }) as Error);
  expect(place).toThrow(`\`actual\` is ${described}`);
  expect(place).toThrow('pg.Pool');
  expect(place).not.toThrow('hush');
});

test('a comparison of two databases says which of them it is', async () => {
  await expect(compareDatabases({ expected: URL, actual: { host: 'x' } as never })).rejects.toMatchObject({
    code: 'parity/connection',
    message: expect.stringContaining('`actual`') as string,
  });
});
