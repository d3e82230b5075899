import { address, identityKey, keyOf } from '../../catalog/object.ts';
import { withSession } from '../../catalog/session.ts';
import type { Connection } from '../../catalog/session.ts';
import { factDifference } from '../compare/differences.ts';
import { look } from '../compare/look.ts';
import { concludeAll } from '../compare/verdict.ts';
import type { Conclusion } from '../compare/verdict.ts';
import { outlineOf } from '../declared/outline.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { readDeclared } from '../declared/read.ts';
import { homeOf } from '../home.ts';
import { judgedOf } from '../judged.ts';
import { Decided } from '../pair/decided.ts';
import type { Finding } from '../fix/index.ts';
import { SPEAKING } from '../fix/kinds.ts';
import { namesIn } from '../fix/mentions.ts';
import type { Renames } from '../pair/decided.ts';
import { valuesSaid } from './enum-values.ts';
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
    const conclusion = decidedAll(ours(concludeAll(sight, session.version)));
    const gone = new Set(conclusion.both.undeclared.map((one) => address(one)));
    const values = valuesSaid(conclusion, decided);
    return {
      ...conclusion,
      both: { ...conclusion.both, gone: values.gone },
      open: [...decided.open, ...values.open],
      unused: decided.unused((one) => gone.has(one)),
    };
  });
}

/** What is declared as somebody else's stays a difference, and no migration of ours. */
function ours({ findings, undecided, both }: Conclusion): Conclusion {
  const others = new Set(
    both.declared.filter(({ existing }) => existing).map((one) => keyOf(one.schema, one.name)),
  );
  const isOurs = ({ identity: { schema, parent, name } }: Pick<Finding, 'identity'>): boolean =>
    !others.has(keyOf(schema, parent ?? name));
  return { both, findings: findings.filter(isOurs), undecided: undecided.filter(isOurs) };
}

/**
 * What cannot be compared, since it names what is not there yet, is made as it is declared: that it was so already does no
 * harm. What nothing is known of stays open, and so does what names something by a name that it is still to get.
 */
function decidedAll(conclusion: Conclusion): Conclusion {
  const { findings, undecided, both } = conclusion;
  const pairs = new Map(both.pairs.map((pair) => [identityKey(pair.declared), pair]));
  const renames = both.names.renames();
  const made = undecided.flatMap((one) => {
    const pair = pairs.get(identityKey(one.identity));
    if (pair === undefined || !(SPEAKING.has(one.kind) || one.attribute === 'generation')) return [];
    const { attribute, declared = null, live = null } = one;
    if ([...namesIn(declared ?? '')].some((name) => renames.has(name))) return [];
    return { one, finding: factDifference(pair, { attribute, declared, live }) };
  });
  const done = new Set(made.map(({ one }) => one));
  return {
    both,
    findings: [...findings, ...made.map(({ finding }) => finding)],
    undecided: undecided.filter((one) => !done.has(one)),
  };
}
