import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { connectionUrl } from '../postgres/connection-url.ts';
import type { ConnectionSettings } from '../postgres/settings.ts';
import { giveBackLease, takeLease } from './lease.ts';
import { connectForMaintenance } from './maintenance.ts';
import type { Maintenance } from './maintenance.ts';

/** How often a lease is asked for that this process had, with a pause between: whoever has it is about to be gone. */
const ATTEMPTS = 200;
const PAUSE_MS = 10;

/** How long a session waits for the next test database when the last one is gone. */
const LINGER_MS = 1000;

/**
 * A session with which this process makes and drops test databases on one server, and which holds the leases on them.
 * It serves one after the other, since half of the time that a database takes would else go into logging in and
 * warming up.
 */
export class Session {
  readonly settings: ConnectionSettings;
  readonly #leases = new Set<string>();
  #maintenance: Maintenance | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();
  #turns = 0;
  #closing: NodeJS.Timeout | undefined;

  constructor(settings: ConnectionSettings) {
    this.settings = settings;
  }

  /** What it has to do, now and after that. */
  get turns(): number {
    return this.#turns;
  }

  /** When what it has to do at this moment is done. */
  get lastTurn(): Promise<unknown> {
    return this.#lastTurn;
  }

  /** Runs `use` when all that was asked for before is done. */
  async run<Result>(use: (maintenance: Maintenance) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#closing);
    this.#turns += 1;
    const turn = this.#lastTurn.then(async () => await use(await this.#open()));
    this.#lastTurn = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await turn;
    } finally {
      this.#turns -= 1;
      if (this.#turns === 0) this.#rest();
    }
  }

  /** Takes the lease on a database that is about to be made. */
  async lease({ client }: Maintenance, name: string): Promise<void> {
    await takeLease(client, name);
    this.#leases.add(name);
  }

  /** Gives it back when the database is gone. */
  async giveBack({ client }: Maintenance, name: string): Promise<void> {
    this.#leases.delete(name);
    await giveBackLease(client, name);
  }

  /** The session as it is, or another one with the same leases where the server has ended it: a test may do that. */
  async #open(): Promise<Maintenance> {
    const { client } = this.#maintenance ?? {};
    client?.ref();
    const isAlive = await client?.query('select').then(
      () => true,
      () => false,
    );
    if (this.#maintenance !== undefined && isAlive === true) return this.#maintenance;
    this.#maintenance = await connectForMaintenance(this.settings);
    for (const name of this.#leases) await takeBack(this.#maintenance.client, name);
    return this.#maintenance;
  }

  /** Leases are no reason for a process to go on. Without any the session ends soon. */
  #rest(): void {
    this.#maintenance?.client.unref();
    if (this.#leases.size > 0) return;
    // Of Node itself: a test may have put another clock into the place of the global one.
    this.#closing = setTimeout(() => {
      const { client } = this.#maintenance ?? {};
      this.#maintenance = undefined;
      void client?.end();
    }, LINGER_MS).unref();
  }
}

/** The server may have to notice first that the session is gone which had the lease. */
async function takeBack(client: Client, name: string): Promise<void> {
  // Counted, since a test may have stopped the clock.
  for (let attempt = 1; !(await takeLease(client, name)) && attempt < ATTEMPTS; attempt += 1) {
    await sleep(PAUSE_MS);
  }
}

/** A clone keeps one core busy. Of several databases that are made at once, two are made at a time. */
const AT_ONCE = 2;

const sessions = new Map<string, Session[]>();

/** Runs `use` with a session of this process on a server, as soon as one has nothing else to do. */
export async function withFreeSession<Result>(
  settings: ConnectionSettings,
  use: (session: Session, maintenance: Maintenance) => Promise<Result>,
): Promise<Result> {
  const key = connectionUrl(settings);
  const known = sessions.get(key) ?? [];
  sessions.set(key, known);
  for (;;) {
    const session = known.find(({ turns }) => turns === 0) ?? addTo(known, settings);
    if (session !== undefined) {
      return await session.run(async (maintenance) => await use(session, maintenance));
    }
    await Promise.race(known.map(async ({ lastTurn }) => await lastTurn));
  }
}

function addTo(known: Session[], settings: ConnectionSettings): Session | undefined {
  if (known.length === AT_ONCE) return undefined;
  const session = new Session(settings);
  known.push(session);
  return session;
}
