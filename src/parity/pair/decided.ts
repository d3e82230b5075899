import { address } from '../../catalog/object.ts';
import type { Identity } from '../../catalog/object.ts';
import type { Pair } from './siblings.ts';

/** What became of objects of the database, by their addresses there: their new ones, or null for what is to go. */
export type Renames = Readonly<Record<string, string | null>>;

/** Kinds of which nobody may guess that one is another under a new name: what they hold would be lost. */
const HOLDING = new Set(['table', 'column', 'enum', 'sequence']);

/** What somebody said about names, and what is still to be asked. */
export class Decided {
  readonly #renames: Renames;
  readonly #used = new Set<string>();
  readonly #open: Pair[] = [];

  constructor(renames: Renames) {
    this.#renames = renames;
  }

  /** Whether somebody said that a live object is a declared one. */
  says(live: Identity, declared: Identity): boolean {
    const from = address(live);
    if (this.#renames[from] !== address(declared)) return false;
    this.#used.add(from);
    return true;
  }

  /** Notes that one may be the other; not where somebody said what became of it. */
  ask(pair: Pair): void {
    const from = address(pair.live);
    if (from in this.#renames) {
      // A new name that nothing has is no answer.
      if (this.#renames[from] === null) this.#used.add(from);
      return;
    }
    if (!Object.values(this.#renames).includes(address(pair.declared))) this.#open.push(pair);
  }

  /** Of pairs that are alike in every fact those that may be taken for a rename without a word; the others are asked. */
  withoutAsking(alike: readonly Pair[]): readonly Pair[] {
    for (const pair of alike) if (HOLDING.has(pair.live.kind)) this.ask(pair);
    return alike.filter(({ live }) => !HOLDING.has(live.kind));
  }

  /** What becomes of a value of an enum that may be another one under a new name; undefined while nobody said it. */
  value(
    declared: Identity,
    live: Identity,
    [from, to]: readonly [from: string, to: string],
  ): 'renamed' | 'gone' | undefined {
    const place = `${address(live)}.${from}`;
    const said = this.#renames[place];
    if (said === undefined) return undefined;
    this.#used.add(place);
    if (said === null) return 'gone';
    return said === `${address(declared)}.${to}` ? 'renamed' : undefined;
  }

  /** What is still to be asked: for each object of the database that is not declared, what it may be. */
  get open(): readonly Pair[] {
    return this.#open;
  }

  /** What was said of something that is declared under its name, or is not there. */
  unused(isGone: (address: string) => boolean): readonly string[] {
    return Object.keys(this.#renames).filter(
      (from) => !this.#used.has(from) && !(this.#renames[from] === null && isGone(from)),
    );
  }
}
