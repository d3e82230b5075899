import { createHash } from 'node:crypto';

/** From which time on a text is worth keeping: most that are asked less often are made of values, and not asked again. */
const TIMES = 5;
/** How many texts are watched, and how many are kept. */
const MOST = 500;
/** A longer one is that of a large insert, or has a list of values written into it. */
const LONGEST = 10_000;

/** A text that is kept, under the name it has. */
interface Named {
  readonly name: string;
  readonly text: string;
}

/**
 * Finds the texts that a pool is asked again and again, and gives them names: the server then reads and plans them once for a
 * connection, which is most of its work for a short query.
 */
export class RepeatedStatements {
  readonly #kept = new Map<string, Named>();
  /** How often the others were asked, those asked last at the end. */
  readonly #times = new Map<string, number>();
  /** How often what was kept of a text has become of no use. */
  readonly #renewed = new Map<string, number>();

  /** Undefined while it is not known to be one of them. */
  find(text: string): Named | undefined {
    const known = this.#kept.get(text);
    if (known !== undefined || text.length > LONGEST) return known;
    const times = (this.#times.get(text) ?? 0) + 1;
    this.#times.delete(text);
    if (times < TIMES) {
      this.#times.set(text, times);
      shorten(this.#times);
      return undefined;
    }
    const found = namedAs(text, this.#renewed.get(text) ?? 0);
    this.#kept.set(text, found);
    // One that is asked still comes back, under the name it had.
    shorten(this.#kept);
    return found;
  }

  /** What was kept of a text under a name is of no use any more: from now on it has another. */
  renew(text: string, name: string): void {
    if (this.#kept.get(text)?.name !== name) return;
    const renewed = (this.#renewed.get(text) ?? 0) + 1;
    this.#renewed.set(text, renewed);
    shorten(this.#renewed);
    this.#kept.set(text, namedAs(text, renewed));
  }
}

function shorten(texts: Map<string, unknown>): void {
  const [oldest] = texts.size > MOST ? texts.keys() : [];
  if (oldest !== undefined) texts.delete(oldest);
}

/**
 * A name stands for one text, whoever gives it: a pooler may lead several processes to one connection of the server. A pooler
 * that keeps statements keeps one for each text, so that one that is made again has another.
 */
function namedAs(given: string, renewed: number): Named {
  const text = renewed === 0 ? given : `${given} /* ${renewed + 1} */`;
  return { name: `keelson_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`, text };
}

/** How many of them one connection keeps at the server. */
const MOST_KEPT = 100;

/** The repeated statements that one connection has, those that ran last at the end. */
export class RecentNames {
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
