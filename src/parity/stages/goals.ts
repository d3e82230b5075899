import { createHash } from 'node:crypto';
import { identityKey } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { cutName } from '../declared/names.ts';
import type { Late } from './late.ts';

/** What is wanted for now, of what is wanted in the end. */
export type Goal = (declared: readonly DeclaredObject[]) => readonly DeclaredObject[];

/** What goals are made of. */
type Rows = Pick<Late, 'unvalidated' | 'required' | 'unfilled'>;

/** Nothing reads or writes the rows that are there: what would, is said of new rows only, and columns may hold no value yet. */
export function withoutRows({ unvalidated, required, unfilled }: Rows): Goal {
  return (declared) =>
    declared.map((one) => {
      if (unvalidated.has(identityKey(one))) return stated(one, { validated: false });
      return isRequired(one, required, unfilled) ? stated(one, { nullable: true }) : one;
    });
}

/** The same once rows have been filled: whatever is written from now on has a value. */
export function withoutNulls({ unvalidated, required, unfilled }: Rows): Goal {
  return (declared) =>
    declared.flatMap((one) => {
      if (unvalidated.has(identityKey(one))) return stated(one, { validated: false });
      return isRequired(one, required, unfilled) ? [stated(one, { nullable: true }), given(one, false)] : one;
    });
}

/** All holds for the rows that are there. */
export function validated({ required, unfilled }: Rows): Goal {
  return (declared) =>
    declared.flatMap((one) =>
      isRequired(one, required, unfilled) ? [stated(one, { nullable: true }), given(one, true)] : one,
    );
}

/** Columns hold no null by themselves; what has shown it is still there, since Postgres then reads no rows. */
export function notNull({ required, unfilled }: Rows): Goal {
  return (declared) =>
    declared.flatMap((one) => (isRequired(one, required, unfilled) ? [one, given(one, true)] : one));
}

function isRequired(one: DeclaredObject, ...sets: readonly ReadonlySet<string>[]): boolean {
  return sets.some((set) => set.has(identityKey(one)));
}

function stated(one: DeclaredObject, facts: DeclaredObject['facts']): DeclaredObject {
  return { ...one, facts: { ...one.facts, ...facts } };
}

/** The name of the check by which a column is shown to hold no null. */
export function givenName({ parent, name }: Pick<DeclaredObject, 'parent' | 'name'>): string {
  const whole = `${parent ?? ''}_${name}_given`;
  if (cutName(whole) === whole) return whole;
  // Names that begin alike are not to end alike.
  const mark = createHash('sha256').update(whole).digest('hex').slice(0, MARK);
  return `${cutName(whole, LONGEST_NAME - MARK - 1)}_${mark}`;
}

const LONGEST_NAME = 63;
const MARK = 8;

/** The check by which a column is shown to hold no null. */
export function given(
  column: DeclaredObject,
  isValidated: boolean,
  called = givenName(column),
): DeclaredObject {
  const { schema, parent, name, origin } = column;
  return {
    ...{ kind: 'check', schema, parent, name: called, named: true, existing: false, origin },
    facts: {
      expression: { expression: `${quoteIdentifier(name)} IS NOT NULL`, sees: 'columns' },
      validated: isValidated,
      noInherit: false,
    },
  };
}
