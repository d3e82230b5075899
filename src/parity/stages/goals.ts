import { identityKey } from '../../catalog/object.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { DeclaredObject } from '../declared/model.ts';
import { cutName } from '../declared/names.ts';
import type { Late } from './late.ts';

/** What is wanted for now, of what is wanted in the end. */
export type Goal = (declared: readonly DeclaredObject[]) => readonly DeclaredObject[];

/** Nothing reads or writes the rows that are there: what would, is said of new rows only. */
export function withoutRows({ unvalidated, required, unfilled }: Late): Goal {
  return (declared) =>
    declared.flatMap((one) => {
      const key = identityKey(one);
      if (unvalidated.has(key)) return stated(one, { validated: false });
      if (required.has(key)) return [stated(one, { nullable: true }), given(one, false)];
      return unfilled.has(key) ? stated(one, { nullable: true }) : one;
    });
}

/** The same once new columns have been filled. */
export function withoutNulls({ unvalidated, required, unfilled }: Late): Goal {
  return (declared) =>
    declared.flatMap((one) => {
      const key = identityKey(one);
      if (unvalidated.has(key)) return stated(one, { validated: false });
      return required.has(key) || unfilled.has(key)
        ? [stated(one, { nullable: true }), given(one, false)]
        : one;
    });
}

/** All holds for the rows that are there. */
export function validated({ required, unfilled }: Late): Goal {
  return (declared) =>
    declared.flatMap((one) =>
      isRequired(one, required, unfilled) ? [stated(one, { nullable: true }), given(one, true)] : one,
    );
}

/** Columns hold no null by themselves; what has shown it is still there, since Postgres then reads no rows. */
export function notNull({ required, unfilled }: Late): Goal {
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
  return cutName(`${parent ?? ''}_${name}_given`);
}

function given(column: DeclaredObject, isValidated: boolean): DeclaredObject {
  const { schema, parent, name, origin } = column;
  return {
    ...{ kind: 'check', schema, parent, name: givenName(column), named: true, existing: false, origin },
    facts: {
      expression: { expression: `${quoteIdentifier(name)} IS NOT NULL`, sees: 'columns' },
      validated: isValidated,
      noInherit: false,
    },
  };
}
