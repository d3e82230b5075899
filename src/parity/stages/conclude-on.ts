import { address } from '../../catalog/object.ts';
import { withSession } from '../../catalog/session.ts';
import type { Connection } from '../../catalog/session.ts';
import { look } from '../compare/look.ts';
import { concludeAll } from '../compare/verdict.ts';
import type { Conclusion } from '../compare/verdict.ts';
import { outlineOf } from '../declared/outline.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { readDeclared } from '../declared/read.ts';
import { homeOf } from '../home.ts';
import { judgedOf } from '../judged.ts';
import { Decided } from '../pair/decided.ts';
import type { Renames } from '../pair/decided.ts';
import type { Pair } from '../pair/siblings.ts';

/** What a database is to become. */
export interface Wanted {
  /** A module or object of Drizzle objects, or a list of them. */
  readonly schema: unknown;
  /** The namespaces; by default those that the declarations use. */
  readonly schemas?: readonly string[] | undefined;
  readonly casing?: 'snake_case' | 'camelCase' | undefined;
  /** Objects to leave alone: `schema.table` or `schema.table.part`, with `*` for any text. */
  readonly ignore?: readonly string[] | undefined;
  /** What is called otherwise from now on, and what is to go. */
  readonly renames?: Renames | undefined;
}

/** What lies between a database and what it is to become. */
export interface Between extends Conclusion {
  /** Pairs of which one may be the other under a new name: only a person knows. */
  readonly open: readonly Pair[];
  /** What was said of names that are not there, or need no new one. */
  readonly unused: readonly string[];
}

/** Looks at what differs, where nothing is taken for another thing by itself. `goal` says what is wanted for now. */
export async function concludeOn(
  connection: Connection,
  { schema, schemas, casing, ignore = [], renames = {} }: Wanted,
  goal: (declared: readonly DeclaredObject[]) => readonly DeclaredObject[] = (declared) => declared,
): Promise<Between> {
  const outline = outlineOf(schema);
  const decided = new Decided(renames);
  return await withSession(connection, async (session) => {
    const home = await homeOf(session, outline.bare);
    const sight = await look(session, {
      likely: schemas ?? [...new Set([...outline.schemas, ...(outline.bare.length === 0 ? [] : [home])])],
      declare: () => {
        const judged = judgedOf(readDeclared({ schema, casing, defaultSchema: home }), schemas);
        return { ...judged, declared: goal(judged.declared) };
      },
      ignore,
      mayBeEmpty: true,
      decided,
    });
    const conclusion = concludeAll(sight, session.version);
    const gone = new Set(conclusion.both.undeclared.map((one) => address(one)));
    return { ...conclusion, open: decided.open, unused: decided.unused((one) => gone.has(one)) };
  });
}
