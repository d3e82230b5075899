import type { Fact } from '../../catalog/object.ts';
import type { Expression } from '../declared/model.ts';
import type { Names } from '../pair/names.ts';
import type { Pair } from '../pair/siblings.ts';
import { withoutImplied } from './implied.ts';
import { inOneOrder } from '../pair/foreign-columns.ts';
import { inLiveTerms, isExpression, isSame, isTypeName } from '../pair/terms.ts';

/** A fact on which two objects of a pair disagree; undefined is what a side does not have. */
export interface Disagreement {
  readonly attribute: string;
  readonly declared: Fact;
  readonly live: Fact;
}

/** Two texts that only Postgres can compare. */
export interface OpenQuestion {
  readonly attribute: string;
  /** Which entry, where the fact is a list. */
  readonly index: number | undefined;
  readonly declared: Expression;
  readonly live: string;
}

/** What came of laying the declared facts of one pair beside the live ones. */
export interface FactComparison {
  readonly pair: Pair;
  /** How many facts were compared, open ones included. */
  readonly facts: number;
  readonly disagreements: readonly Disagreement[];
  readonly questions: readonly OpenQuestion[];
}

/** What Postgres keeps nothing of, however it was written: a default that is null, a condition that always holds. */
const NOTHING: Readonly<Record<string, string>> = { default: 'NULL', where: 'true' };

/** Lists in which an entry may be silent: the schema has no opinion on that one. */
const SILENT_ENTRIES = new Set(['opclasses', 'defaultOpclasses']);

/** What the facts of a pair are read with. */
export interface FactOptions {
  readonly names: Names;
  /** What the server calls the declared type of a column. */
  readonly type: string | undefined;
  /** What it calls its collation; undefined where none is declared. */
  readonly collation: string | null | undefined;
}

/** Lays every fact that is declared beside the live one of the same name. */
export function compareFacts(pair: Pair, { names, type, collation }: FactOptions): FactComparison {
  const { declared, live } = pair;
  const found = new Found();
  const isSameKey = live.kind === 'foreign key' && pairsAlike(pair, names);
  for (const attribute in declared.facts) {
    const fact = declared.facts[attribute];
    const known = live.facts[attribute];
    if (fact === undefined || known === undefined)
      throw new Error(`nothing reads ${attribute} of ${live.kind}`);
    // Most facts: flags and words, which are the same.
    if (fact === known) {
      found.facts += 1;
      continue;
    }
    const value = isSameKey && FOREIGN.has(attribute) ? known : inLiveTerms(fact, names);
    if (isTypeName(value)) found.lay(attribute, undefined, type ?? value.type, known);
    else if (isList(value) && value.some(isExpression) && isList(known)) {
      value.forEach((entry, index) => {
        found.lay(attribute, index, entry, known[index] ?? null);
      });
    } else if (SILENT_ENTRIES.has(attribute) && isList(value) && isList(known)) {
      const spoken = value.map((entry, index) => entry ?? known[index] ?? null);
      found.lay(attribute, undefined, spoken as Fact, known);
    } else if (attribute === 'collation' && collation !== undefined) {
      found.lay(attribute, undefined, collation, known);
    } else if (attribute === 'with') found.lay(attribute, undefined, inOneForm(value), inOneForm(known));
    else if (attribute === 'roles') found.lay(attribute, undefined, rolesAsCreated(value, known), known);
    else found.lay(attribute, undefined, value as Fact | Expression, known);
  }
  const { facts, disagreements, questions } = found;
  return { pair, facts, disagreements: withoutImplied(disagreements), questions };
}

const NONE: readonly never[] = [];

/** What is found of one pair. Most have nothing, and there are tens of thousands. */
class Found {
  facts = 0;
  disagreements: readonly Disagreement[] = NONE;
  questions: readonly OpenQuestion[] = NONE;

  lay(attribute: string, index: number | undefined, one: Fact | Expression, other: Fact): void {
    this.facts += 1;
    if (!isExpression(one)) {
      if (!isSame(one, other)) this.#disagree({ attribute, declared: one, live: other });
      return;
    }
    const known = other ?? NOTHING[attribute] ?? null;
    if (typeof known === 'string') {
      this.questions = [...this.questions, { attribute, index, declared: one, live: known }];
    } else this.#disagree({ attribute, declared: one.expression, live: other });
  }

  #disagree(disagreement: Disagreement): void {
    this.disagreements = [...this.disagreements, disagreement];
  }
}

/** Postgres keeps a storage parameter as it was typed, and knows several words for yes and no. */
function inOneForm(parameters: unknown): Fact {
  const words: Readonly<Record<string, string>> = { true: 'on', yes: 'on', false: 'off', no: 'off' };
  return (parameters as readonly string[]).map((parameter) => {
    const [name = '', value = ''] = parameter.split('=');
    const word = value.toLowerCase();
    const number = value === '' ? Number.NaN : Number(value);
    return `${name}=${words[word] ?? (Number.isNaN(number) ? word : String(number))}`;
  });
}

const FOREIGN = new Set(['columns', 'referencedColumns']);

/** Whether a foreign key has the same pairs of columns on both sides, in whatever order. */
function pairsAlike({ declared, live }: Pair, names: Names): boolean {
  const { columns, referencedColumns } = live.facts;
  const [ours, theirs] = [declared.facts.columns, declared.facts.referencedColumns].map((fact) =>
    fact === undefined ? undefined : inLiveTerms(fact, names),
  );
  if (!isList(columns) || !isList(referencedColumns) || !isList(ours) || !isList(theirs)) return false;
  return isSame(
    inOneOrder({ columns, referencedColumns }),
    inOneOrder({ columns: ours, referencedColumns: theirs }),
  );
}

/** Words that Postgres replaces by whoever creates the policy, so that any one role may stand for one of them. */
const CREATOR = new Set(['current_user', 'session_user', 'current_role']);

function rolesAsCreated(declared: unknown, live: Fact): Fact {
  const roles = declared as readonly string[];
  const named = roles.filter((role) => !CREATOR.has(role.toLowerCase()));
  if (named.length === roles.length) return roles;
  const others = (live as readonly string[]).filter((role) => !named.includes(role));
  return others.length === 1 ? live : roles;
}

function isList(value: unknown): value is readonly (Fact | Expression)[] {
  return Array.isArray(value);
}
