import { createHash } from 'node:crypto';
import type { Client, QueryConfig } from 'pg';

/** What a statement that is done had to say: enough for a migration that looks at it. */
export interface Done {
  readonly hash: string;
  readonly command: string;
  readonly rowCount: number | null;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  /** Values as the server wrote them. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A statement that is done, or was begun and may have got anywhere. */
export type Step = Done | { readonly begun: string };

/** One migration, run one way. */
export interface Journey {
  readonly history: string;
  readonly name: string;
  readonly direction: 'up' | 'down';
  readonly checksum: string;
}

const READ = `
select place, hash, done from keelson.steps
where history = $1 and name = $2 and direction = $3 order by place`;

const WRITE = `
insert into keelson.steps (history, name, direction, place, checksum, hash, done) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (history, name, direction, place) do update
set checksum = excluded.checksum, hash = excluded.hash, done = excluded.done, begun_at = clock_timestamp()`;

const FORGET =
  'delete from keelson.steps where history = $1 and name = $2 and direction = $3 and place >= $4';

/** Which statements of a migration are done: it is written with each of them, so that a crash loses nothing. */
export class Journal {
  readonly #client: Client;
  readonly #journey: Journey;

  constructor(client: Client, journey: Journey) {
    this.#client = client;
    this.#journey = journey;
  }

  /** What an earlier try got done or had begun, by the place of the statement. */
  async read(): Promise<ReadonlyMap<number, Step>> {
    const { rows } = await this.#client.query<{ place: number; hash: string; done: Done | null }>(READ, [
      ...this.#key(),
    ]);
    return new Map(rows.map(({ place, hash, done }) => [place, done ?? { begun: hash }]));
  }

  async write(place: number, hash: string, done: Done | null): Promise<void> {
    const { checksum } = this.#journey;
    await this.#client.query(WRITE, [
      ...this.#key(),
      place,
      checksum,
      hash,
      done === null ? null : JSON.stringify(done),
    ]);
  }

  /** Forgets what stands at a place and behind it. */
  async forget(place: number): Promise<void> {
    await this.#client.query(FORGET, [...this.#key(), place]);
  }

  #key(): readonly string[] {
    const { history, name, direction } = this.#journey;
    return [history, name, direction];
  }
}

/** What tells one statement from another. */
export function hashOf({ text, values = [] }: QueryConfig): string {
  return createHash('sha256')
    .update(JSON.stringify([text, values]))
    .digest('hex');
}
