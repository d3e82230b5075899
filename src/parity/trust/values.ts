import type { CatalogObject } from '../../catalog/object.ts';
import type { Session } from '../../catalog/session.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { attemptAll } from '../judge/attempts.ts';
import type { Attempt } from '../judge/attempts.ts';
import type { Pair } from '../pair/siblings.ts';
import { arrayElements, stringConstants } from './literals.ts';
import { probesBeside } from './probes.ts';

/** Whether a check says the same whenever it is asked: no function in it is less than immutable. */
const IS_LASTING = `
SELECT NOT EXISTS (
  SELECT FROM regexp_matches(k.conbin::text, ':(?:funcid|opfuncid) (\\d+)', 'g') AS called(oid)
  JOIN pg_catalog.pg_proc p ON p.oid = called.oid[1]::oid
  WHERE p.provolatile <> 'i'
) FROM pg_catalog.pg_constraint k
WHERE k.conrelid = $1::regclass AND k.conname = $2
ORDER BY k.oid`;

/** A column whose type lists its values, and a check in the database that holds that column alone. */
export interface HeldColumn {
  readonly pair: Pair;
  readonly values: readonly string[];
  readonly check: CatalogObject;
}

/** What a check lets through of the values that it and the type know. */
export interface HeldValues extends HeldColumn {
  readonly allowed: readonly string[];
  /** Why it could not be tried, where it could not. */
  readonly refusal: string | undefined;
  /**
   * Whether it lets through nothing beside them, as far as trying shows: another kind of check, as one on the length,
   * may let through any number of others.
   */
  readonly isList: boolean;
}

/** The columns with their checks, from what was paired. */
export function heldColumns(pairs: readonly Pair[], live: readonly CatalogObject[]): readonly HeldColumn[] {
  const listed = pairs.filter(({ declared }) => declared.values !== undefined);
  if (listed.length === 0) return [];
  const checks = live.filter(
    ({ kind, facts }) => kind === 'check' && (facts.columns as readonly string[]).length === 1,
  );
  return listed.flatMap((pair) =>
    checks
      .filter(
        ({ schema, parent, facts }) =>
          schema === pair.live.schema &&
          parent === pair.live.parent &&
          (facts.columns as readonly string[])[0] === pair.live.name,
      )
      .map((check) => ({ pair, values: pair.declared.values ?? [], check })),
  );
}

/** Lets Postgres try each value on the check, whatever words the check is written in. */
export async function tryValues(
  session: Session,
  columns: readonly HeldColumn[],
): Promise<readonly HeldValues[]> {
  const tried: HeldValues[] = [];
  const attempts = columns.map((column): Attempt => {
    const { values, check } = column;
    const constants = stringConstants(String(check.facts.expression));
    const known = [...new Set([...values, ...constants, ...constants.flatMap(arrayElements)])];
    const probes = probesBeside(known);
    const isKnown = new Set(known);
    // What the type takes no strangers for, as one of fixed forms, may still take its own.
    const alone: Attempt = {
      statements: [passing(column, known)],
      accepted([answer]) {
        const through = new Set(answer?.rows.map(([value]) => value));
        const allowed = known.filter((value) => through.has(value));
        tried.push({ ...column, allowed, refusal: undefined, isList: false });
        return [];
      },
      refused(error) {
        tried.push({ ...column, allowed: [], refusal: error.message, isList: false });
        return [];
      },
    };
    return {
      statements: [
        passing(column, [...known, ...probes]),
        { text: IS_LASTING, values: [tableOf(check), check.name] },
      ],
      accepted([answer, lasting]) {
        const through = new Set(answer?.rows.map(([value]) => String(value)));
        const allowed = known.filter((value) => through.has(value));
        const isList = lasting?.rows[0]?.[0] === true && [...through].every((value) => isKnown.has(value));
        tried.push({ ...column, allowed, refusal: undefined, isList });
        return [];
      },
      refused: () => [alone],
    };
  });
  await attemptAll(session, { attempts, settings: { search_path: '' } });
  return tried;
}

/** Which of these the check lets through. A value that the type would cut is one that it has no room for. */
function passing({ pair, check }: HeldColumn, values: readonly string[]) {
  const [type, name] = [String(pair.live.facts.type), quoteIdentifier(pair.live.name)];
  return {
    text: `SELECT v FROM unnest($1::text[]) AS given(v),
      LATERAL (SELECT v::${type} AS ${name}) AS ${quoteIdentifier(pair.live.parent ?? '')}
      WHERE v::${type}::text = v AND (${String(check.facts.expression)}) IS NOT FALSE`,
    values: [values],
  };
}

function tableOf({ schema, parent }: CatalogObject): string {
  return `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(parent ?? '')}`;
}
