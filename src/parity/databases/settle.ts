import type pg from 'pg';
import type { CatalogObject } from '../../catalog/object.ts';
import { inScratch } from '../../catalog/session.ts';
import type { Session } from '../../catalog/session.ts';
import { attemptAll } from '../judge/attempts.ts';
import type { Attempt } from '../judge/attempts.ts';
import type { Form } from './form.ts';

/** Two texts that Postgres printed differently. */
export interface Question {
  readonly form: Form;
  readonly expected: Side;
  readonly actual: Side;
}

interface Side {
  readonly object: CatalogObject;
  /** One, or those of a list. */
  readonly texts: readonly string[];
}

/** Whether they mean the same; a reason where nobody could be asked. */
export type Answer = 'same' | 'different' | { readonly reason: string };

/** A text is read and printed so often at most until it stays as it is. */
const ROUNDS = 4;

const NOT_ASKED: Answer = { reason: 'nobody was asked' };

/** What somebody who compares should not wait for. */
const SETTINGS = { lock_timeout: '5s' };

/**
 * Has Postgres read each text and print it again until it stays the same, since what it prints depends on how it came
 * by it: `status IN ('a', 'b')` is printed differently after a dump was restored. Both sides' texts are read in the
 * same database, the first one that allows temporary objects, and nothing of that stays.
 */
export async function settle(
  questions: readonly Question[],
  sessions: readonly Session[],
): Promise<readonly Answer[]> {
  if (questions.length === 0) return [];
  const answers = new Map<Question, Answer>();
  for (const session of sessions) {
    const open = questions.filter((question) => typeof answers.get(question) !== 'string');
    if (open.length === 0) break;
    const found = await ask(session, open);
    open.forEach((question, index) => answers.set(question, found[index] ?? NOT_ASKED));
  }
  return questions.map((question) => answers.get(question) ?? NOT_ASKED);
}

async function ask(session: Session, questions: readonly Question[]): Promise<readonly Answer[]> {
  const readings = questions.map(({ form, expected, actual }) => ({
    expected: expected.texts.map((text) => new Reading(form, expected.object, text)),
    actual: actual.texts.map((text) => new Reading(form, actual.object, text)),
  }));
  const all = readings.flatMap(({ expected, actual }) => [...expected, ...actual]);
  let next = 0;
  try {
    await inScratch(session, async () => {
      await attemptAll(session, {
        attempts: all.flatMap((reading) => reading.begin(() => `keelson_${(next += 1)}`)),
        settings: SETTINGS,
      });
    });
  } catch (error) {
    const refusal = error as pg.DatabaseError;
    if (!isObstacle(refusal)) throw error;
    return questions.map(() => ({ reason: reasonOf(refusal) }));
  }
  return readings.map(({ expected, actual }) => {
    const obstacle = [...expected, ...actual].find((reading) => reading.obstacle !== undefined)?.obstacle;
    if (obstacle !== undefined) return { reason: obstacle };
    return expected.every((reading, index) => reading.text === actual[index]?.text) ? 'same' : 'different';
  });
}

/** One text on its way to what Postgres makes of it. */
class Reading {
  readonly #form: Form;
  readonly #object: CatalogObject;
  readonly #first: string | undefined;
  /** As it was printed last. */
  text: string;
  /** Why it could not be read, where that says nothing of the text. */
  obstacle: string | undefined;

  constructor(form: Form, object: CatalogObject, text: string) {
    this.#form = form;
    this.#object = object;
    this.#first = form.begin === undefined ? text : form.begin(text, object);
    this.text = text;
  }

  begin(newName: () => string): readonly Attempt[] {
    return this.#first === undefined ? [] : [this.#read(this.#first, ROUNDS, newName)];
  }

  #read(text: string, rounds: number, newName: () => string): Attempt {
    return {
      statements: this.#form.read(text, { object: this.#object, scratch: newName() }),
      accepted: (answers) => {
        const printed = answers.at(-1)?.rows[0]?.[0] as string;
        this.text = printed;
        if (printed === text) return [];
        if (rounds > 1) return [this.#read(printed, rounds - 1, newName)];
        this.obstacle = 'what Postgres prints of it does not settle';
        return [];
      },
      // A text that speaks of what is not there is another one; it stays as it was printed.
      refused: (error) => {
        if (isObstacle(error)) this.obstacle = reasonOf(error);
        return [];
      },
    };
  }
}

/** Not allowed, read-only, locked, or out of resources: another session may be able to. */
function isObstacle({ code }: pg.DatabaseError): boolean {
  return ['42501', '25006', '0A000', '55P03'].includes(code ?? '') || /^5[34]/.test(code ?? '');
}

function reasonOf({ message }: pg.DatabaseError): string {
  return `Postgres was to read both texts again, and print them alike if they mean the same, but: ${message}. A role that may make temporary objects (grant temporary on database) would let it be decided`;
}
