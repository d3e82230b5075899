import { createHash } from 'node:crypto';

/** From which time on a text is worth keeping: most that are asked less often are made of values, and not asked again. */
const TIMES = 5;
/** How many texts are watched. */
const MOST = 500;
/** A longer one is that of a large insert, or has a list of values written into it. */
const LONGEST = 10_000;

/** A text that is kept, under the name it has. */
interface Kept {
  readonly name: string;
  readonly text: string;
}

interface Seen {
  times: number;
  /** How often what was kept of it has become of no use. */
  renewed: number;
  kept: Kept | undefined;
}

/**
 * Finds the texts that a pool is asked again and again, and gives them names: the server then reads and plans them once for a
 * connection, which is most of its work for a short query.
 */
export class RepeatedStatements {
  /** Those asked last at the end. */
  readonly #seen = new Map<string, Seen>();

  /** Undefined while it is not known to be one of them. */
  find(text: string): Kept | undefined {
    if (text.length > LONGEST) return undefined;
    const seen = this.#seen.get(text) ?? { times: 0, renewed: 0, kept: undefined };
    this.#seen.delete(text);
    this.#seen.set(text, seen);
    seen.times += 1;
    if (seen.times >= TIMES) return (seen.kept ??= kept(text, seen.renewed));
    const [oldest] = this.#seen.size > MOST ? this.#seen.keys() : [];
    if (oldest !== undefined) this.#seen.delete(oldest);
    return undefined;
  }

  /** What was kept of a text under a name is of no use any more: from now on it has another. */
  renew(text: string, name: string): void {
    const seen = this.#seen.get(text);
    if (seen?.kept?.name !== name) return;
    seen.renewed += 1;
    seen.kept = undefined;
  }
}

/**
 * A name stands for one text, whoever gives it: a pooler may lead several processes to one connection of the server. A pooler
 * that keeps statements keeps one for each text, so that one that is made again has another.
 */
function kept(given: string, renewed: number): Kept {
  const text = renewed === 0 ? given : `${given} /* ${renewed + 1} */`;
  return { name: `keelson_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`, text };
}

/** How many of them one connection keeps at the server. */
const MOST_KEPT = 100;

/** The repeated statements that one connection has, those that ran last at the end. */
export class RepeatedHere {
  readonly #names = new Set<string>();

  /** Tells that one is run; gives the name of one that has to make room for it. */
  use(name: string): string | undefined {
    this.#names.delete(name);
    this.#names.add(name);
    const [oldest] = this.#names.size > MOST_KEPT ? this.#names : [];
    if (oldest !== undefined) this.#names.delete(oldest);
    return oldest;
  }
}
