// Killed at every query of a deploy and of a rollback: the process, and the server's session. On the way back the two
// take turns, every other query each, since each round has three runs to do.
import { Client } from 'pg';
import { changedFacts } from '../../src/migrations/facts.ts';
import { Deployers } from './kill-deployers.ts';
import { FILES, KillScene, referenceOf } from './kill-scene.ts';
import type { Reference } from './kill-scene.ts';
import { makeMigrations } from './project.ts';
import type { Migrations } from './project.ts';

/** Runs a deploy or a rollback that dies at one of its queries; says how many it sent where it got through. */
type Dying = (here: KillScene, direction: 'up' | 'down' | 'again', at: number) => Promise<number | undefined>;

let migrations: Migrations;
let reference: Reference;

beforeAll(async () => {
  migrations = makeMigrations(FILES);
  reference = await referenceOf(migrations.config);
});

afterAll(() => {
  migrations[Symbol.dispose]();
});

/** Another place each time, until the run gets through: some at once, since most of the time is waited for others. */
async function atQueries(
  { first, every, atOnce }: { readonly first: number; readonly every: number; readonly atOnce: number },
  round: (at: number) => Promise<boolean>,
): Promise<number> {
  let next = first;
  let isThrough = false;
  const rounds = async (): Promise<void> => {
    while (!isThrough) {
      const at = next;
      next += every;
      if (await round(at)) isThrough = true;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, rounds));
  return next;
}

async function wayUp(die: Dying, at: number): Promise<boolean> {
  await using here = await KillScene.on(migrations.config);
  const queries = await die(here, 'up', at);
  await here.up();
  expect([at, await here.view()]).toEqual([at, reference.up]);
  expect([at, changedFacts(reference.upFacts, await here.facts())]).toEqual([at, []]);
  return queries !== undefined;
}

/** All of it back, with what that sets aside, and up again with what was set aside. */
async function wayBack(die: Dying, at: number): Promise<boolean> {
  await using here = await KillScene.on(migrations.config);
  await here.up();
  await here.write();
  const back = await die(here, 'down', at);
  await here.down();
  expect([at, await here.view()]).toEqual([at, reference.down]);
  expect([at, changedFacts(reference.downFacts, await here.facts())]).toEqual([at, []]);
  const again = await die(here, 'again', at);
  await here.up({ restoreKept: true });
  expect([at, await here.view()]).toEqual([at, reference.again]);
  return back !== undefined && again !== undefined;
}

const WAYS = [
  ['a deploy', wayUp, { every: 1, least: 60 }],
  [
    'a rollback that sets rows aside, and of the deploy that brings them back',
    wayBack,
    { every: 2, least: 80 },
  ],
] as const;

test.each(WAYS)(
  'kill -9 of the process at every query of %s: one more run reaches the end',
  async (_, way, { every, least }) => {
    await using deployers = new Deployers(1);
    const die: Dying = async ({ database: { url } }, direction, at) =>
      await deployers.run({
        direction: direction === 'down' ? 'down' : 'up',
        restoreKept: direction === 'again',
        url,
        folder: migrations.folder,
        diesAt: at,
      });
    const last = await atQueries({ first: 1, every, atOnce: 3 }, async (at) => await way(die, at));
    expect(last).toBeGreaterThan(least);
  },
  400_000,
);

/** Whether it only looks on from beside: how often it does is a matter of time, and nothing is lost with it. */
function isWatch(client: Client): boolean {
  const { connectionParameters } = client as unknown as {
    readonly connectionParameters: { readonly application_name?: string };
  };
  return connectionParameters.application_name === 'keelson watch';
}

/** Ends the server's session when a query is about to be sent, or when it was sent, two of each in turn. */
const terminate: Dying = async (here, direction, at) => {
  const query = Reflect.get(Client.prototype, 'query');
  let queries = 0;
  const end = async (client: Client): Promise<void> => {
    const { processID } = client as unknown as { readonly processID: number };
    // The one that ends it is not counted.
    await (Reflect.apply(query, here.client, [
      'select pg_terminate_backend($1, 5000)',
      [processID],
    ]) as Promise<unknown>);
  };
  Client.prototype.query = function counted(this: Client, ...words: unknown[]) {
    const send = (): unknown => Reflect.apply(query, this, words) as unknown;
    if (this.database !== here.database.name || this === here.client || isWatch(this)) return send();
    queries += 1;
    if (queries !== at) return send();
    if (at % 4 < 2) return end(this).then(send);
    const answer = send() as Promise<unknown>;
    return Promise.allSettled([end(this), answer]).then(async () => await answer);
  } as typeof query;
  try {
    if (direction === 'down') await here.down();
    else await here.up({ restoreKept: direction === 'again' });
    return queries;
  } catch {
    // What it says of a connection that is lost is told by another test.
    return undefined;
  } finally {
    Client.prototype.query = query;
  }
};

test.each(WAYS)(
  'the server’s session ended at every query of %s: one more run reaches the end',
  async (_, way, { every, least }) => {
    // One at a time: the queries of this process are counted.
    const last = await atQueries({ first: every, every, atOnce: 1 }, async (at) => await way(terminate, at));
    expect(last).toBeGreaterThan(least);
  },
  400_000,
);
