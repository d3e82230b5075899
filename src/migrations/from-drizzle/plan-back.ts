import type { Client } from 'pg';
import { identityKey } from '../../catalog/object.ts';
import type { CatalogObject, Identity } from '../../catalog/object.ts';
import { isDeclarable } from '../../parity/back/as-declared.ts';
import { groundBack } from '../../parity/back/ground.ts';
import { restOfTheWay } from '../../parity/back/rest.ts';
import { wayBack } from '../../parity/back/way-back.ts';
import type { WayBackOptions } from '../../parity/back/way-back.ts';
import type { Piece, Pieces } from '../../parity/fix/builder/piece.ts';
import { raw } from '../../parity/fix/knex.ts';
import { Problem } from '../../problem.ts';
import type { Runner } from '../draft/run-code.ts';
import { serverWords } from '../server-words.ts';
import { movesBack } from './moves.ts';
import { renamedBetween } from './places.ts';
import type { Places } from './places.ts';
import { Trial } from './trial.ts';

/** All that is known of the scratch database at one moment. */
export interface Moment {
  readonly facts: readonly CatalogObject[];
  readonly places: Places;
}

export interface BackOptions {
  readonly client: Client;
  readonly runner: Runner;
  readonly version: number;
  /** Whom all belongs to that nobody gave to anybody. */
  readonly role: string;
  readonly read: () => Promise<Moment>;
}

/** The lines of a down, or why there are none. */
export type Back = { readonly pieces: Pieces } | { readonly irreversible: string };

/**
 * What comes when. What no schema declares comes last as a rule; dropped first is a function that needs a table, and in
 * any order is all that needs each other: a table of a type, a view of a function of a table.
 */
const ORDERS = ['as planned', 'drops first', 'any'] as const;

/** How it is tried. */
interface Try {
  /** Statements that bring back what was moved into another namespace. */
  readonly moves: readonly string[];
  readonly order: (typeof ORDERS)[number];
}

/**
 * Finds what makes the database again what it was before, by trying it in transactions that are taken back. Where what was
 * moved cannot be moved back, since another thing has its place by now, it is made anew; the proof tells what is lost by it.
 */
export async function planBack(before: Moment, after: Moment, options: BackOptions): Promise<Back> {
  const moves = movesBack(before.places, after.places);
  const errors: unknown[] = [];
  for (const some of moves.length === 0 ? [[]] : [moves, []]) {
    for (const order of ORDERS) {
      const found = await tried({ before, after }, { moves: some, order }, options);
      if ('pieces' in found) return found;
      errors.push(found.error);
    }
  }
  return { irreversible: `what it does cannot be undone: ${serverWords(errors[0]).replaceAll(/\s+/g, ' ')}` };
}

/** One way of going back, or what the server says where it does not go. */
async function tried(
  { before, after }: { readonly before: Moment; readonly after: Moment },
  { moves, order }: Try,
  { client, runner, version, role, read }: BackOptions,
): Promise<{ readonly pieces: Pieces } | { readonly error: unknown }> {
  const trial = new Trial(client, runner);
  await client.query('begin');
  try {
    await trial.run(raw(moves));
    let now = moves.length === 0 ? after : await read();
    const options = (): WayBackOptions => {
      const renamed = renamedBetween(before.places, now.places);
      return {
        ...withoutOwner({ before: before.facts, after: now.facts }, { role, renamed }),
        renamed,
        version,
      };
    };
    if (order === 'drops first') {
      await trial.runInAnyOrder(restOfTheWay(options()).filter(isDrop));
      now = await read();
    }
    if (order === 'any') {
      const error = await trial.runInAnyOrder(all(options()));
      if (error !== undefined) return { error };
    } else {
      const ground = groundBack(options());
      if (ground.length > 0) {
        await trial.run(ground);
        now = await read();
      }
      await trial.run(wayBack(options()));
    }
    now = await read();
    const left = await trial.runInAnyOrder(restOfTheWay(options()));
    return left === undefined ? { pieces: trial.done } : { error: left };
  } catch (error) {
    // What the server does not say is a mistake of ours.
    if ((error as { code?: string }).code === undefined || error instanceof Problem) throw error;
    return { error };
  } finally {
    await client.query('rollback');
    await client.query('reset all');
  }
}

/** All of the way, what another part of it may need first. */
function all(options: WayBackOptions): Pieces {
  const { before, after, renamed = (one: Identity): Identity => one } = options;
  const there = new Set(after.map(identityKey));
  // What a schema can declare is made by the way back itself.
  const own = before.filter((one) => !isDeclarable(one) || there.has(identityKey(renamed(one))));
  const rest = restOfTheWay({ ...options, before: own });
  return [...rest.filter(isMake), ...wayBack(options), ...rest.filter((piece) => !isMake(piece))];
}

function isDrop(piece: Piece): boolean {
  return piece.kind === 'raw' && /^drop /i.test(piece.statement);
}

function isMake(piece: Piece): boolean {
  return piece.kind === 'raw' && /^create /i.test(piece.statement);
}

/**
 * Both moments without the owners of what belongs to whoever migrates: on another server that is another one. Where an
 * owner was changed, both are said.
 */
function withoutOwner(
  { before, after }: Pick<WayBackOptions, 'before' | 'after'>,
  { role, renamed }: { readonly role: string; readonly renamed: NonNullable<WayBackOptions['renamed']> },
): Pick<WayBackOptions, 'before' | 'after'> {
  const isOwn = ({ facts }: CatalogObject): boolean => facts.owner === role;
  const given = new Set(after.filter((one) => !isOwn(one)).map(identityKey));
  const kept = new Set(
    before
      .filter((one) => !isOwn(one) || given.has(identityKey(renamed(one))))
      .map((one) => identityKey(renamed(one))),
  );
  const plain = (one: CatalogObject, key: string): CatalogObject => {
    if (kept.has(key) || !isOwn(one)) return one;
    const { owner: _owner, ...facts } = one.facts;
    return { ...one, facts };
  };
  return {
    before: before.map((one) => plain(one, identityKey(renamed(one)))),
    after: after.map((one) => plain(one, identityKey(one))),
  };
}
