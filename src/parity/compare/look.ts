import { readCatalog } from '../../catalog/read.ts';
import { keyOf } from '../../catalog/object.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import { inSnapshot } from '../../catalog/session.ts';
import type { Session } from '../../catalog/session.ts';
import { judgeByTwins } from '../judge/by-twins.ts';
import { judgeByNormalForm } from '../judge/normal-form.ts';
import type { Judgement, Question } from '../judge/question.ts';
import { requireSchemas, withoutIgnored } from '../judged.ts';
import type { Judged } from '../judged.ts';
import type { Decided } from '../pair/decided.ts';
import type { Names } from '../pair/names.ts';
import { ObjectPairing } from '../pair/objects.ts';
import type { Pair, Pairing } from '../pair/siblings.ts';
import { relationsOf } from '../relations.ts';
import { heldColumns, tryValues } from '../trust/values.ts';
import type { HeldValues } from '../trust/values.ts';
import { judgeAgain } from './judge-again.ts';
import { viewNulls } from '../trust/view-nulls.ts';
import type { Nulls, ViewColumn } from '../trust/view-nulls.ts';
import { collationsOf } from './collations.ts';
import { compareFacts } from './facts.ts';
import type { FactComparison } from './facts.ts';
import { questionFor } from './questions.ts';
import { ignoring } from './scope.ts';
import { withoutRepeats } from './repeats.ts';
import { typesOf } from './types.ts';

/** All that was found out about a database, before anything is said of it. */
export interface Sight {
  readonly judged: Judged;
  readonly live: readonly CatalogObject[];
  /** Patterns of what is to be ignored that match nothing. */
  readonly unused: readonly string[];
  readonly found: Pairing;
  readonly names: Names;
  /** One for each pair, and then one for each candidate. */
  readonly comparisons: readonly FactComparison[];
  /** In the order of the comparisons and of the questions in each. */
  readonly judgements: readonly Judgement[];
  readonly decided: Decided | undefined;
  readonly held: readonly HeldValues[];
  readonly nulls: readonly { readonly column: ViewColumn; readonly nulls: Nulls }[];
}

/** What is looked for, and where. */
export interface LookOptions {
  /** The namespaces that will be judged, as far as is known before the schema is read. */
  readonly likely: readonly string[];
  /** Reads the schema. */
  readonly declare: () => Judged;
  readonly ignore: readonly string[];
  /** Whether nothing need be there yet. */
  readonly mayBeEmpty?: boolean;
  /** What somebody said about names; without it, what is alike enough is taken for the same. */
  readonly decided?: Decided;
}

/** Looks at a database in one snapshot; what that cannot decide is tried out and taken back. */
export async function look(session: Session, options: LookOptions): Promise<Sight> {
  const { standing, questions, asked, ...seen } = await inSnapshot(session, async () => {
    const { questions, ...read } = await readAndPair(session, options);
    const columns = viewColumns(read.found.pairs, read.live);
    const nulls = await viewNulls(session, columns);
    const asked = withoutRepeats(questions);
    return {
      ...read,
      held: await tryValues(session, heldColumns(read.found.pairs, read.live)),
      nulls: columns.map((column, index) => ({ column, nulls: nulls[index] ?? NOT_ASKED })),
      questions,
      asked,
      standing: await judgeByNormalForm(session, asked.questions),
    };
  });
  const answered = await judgeByTwins(session, standing);
  const judgements = await judgeAgain(session, {
    questions,
    judgements: asked.spread(answered),
    renames: seen.names.renames(),
  });
  return { ...seen, judgements };
}

const NOT_ASKED: Nulls = { is: 'unknown', reason: 'it was not asked' };
const VIEW_KINDS = new Set(['view', 'materialized view']);

/** The server reads its side while we read ours: at a thousand tables that is a third of the whole. */
async function readBoth(
  { client, version }: Session,
  { likely, declare }: LookOptions,
): Promise<{ readonly judged: Judged; readonly all: readonly CatalogObject[] }> {
  const reading = readCatalog(client, { version, schemas: likely, beyond: false });
  let judged: Judged;
  try {
    judged = declare();
  } catch (error) {
    await reading.catch(() => undefined);
    throw error;
  }
  const all = await reading;
  const isAll = judged.schemas.every((schema) => likely.includes(schema));
  return {
    judged,
    all: isAll ? all : await readCatalog(client, { version, schemas: judged.schemas, beyond: false }),
  };
}

async function readAndPair(session: Session, options: LookOptions) {
  const ignored = ignoring(options.ignore);
  const { judged: asked, all } = await readBoth(session, options);
  if (options.mayBeEmpty !== true) requireSchemas(asked, all);
  const judged = withoutIgnored(asked, ignored.ignores);
  const live = all.filter((object) => !ignored.ignores(object));
  const pairing = new ObjectPairing(judged.declared, live, options.decided);
  const { names } = pairing;
  pairing.pairTypes(judged.schemas);
  const typeOf = await typesOf(session, judged.declared, names);
  pairing.pairRelations(judged.schemas, typeOf);
  const found = pairing.result();
  const collations = await collationsOf(session, judged.declared, typeOf);
  const relationOf = relationsOf(found.pairs, live);
  const comparisons = [...found.pairs, ...found.candidates].map((pair) =>
    compareFacts(pair, {
      names,
      type: typeOf(pair.declared)?.text,
      collation: collations.get(pair.declared),
    }),
  );
  const questions: Question[] = [];
  for (const { pair, questions: open } of comparisons) {
    for (const question of open)
      questions.push(
        questionFor(pair, question, { relation: relationOf(pair), type: typeOf(pair.declared) }),
      );
  }
  return {
    judged,
    live,
    found,
    names,
    comparisons,
    questions,
    unused: ignored.unused([all, asked.declared]),
    decided: options.decided,
  };
}

function viewColumns(pairs: readonly Pair[], live: readonly CatalogObject[]): readonly ViewColumn[] {
  const viewOf = ofViews(live);
  return pairs.flatMap((pair) => {
    const view = pair.declared.neverNull === true ? viewOf(pair.live) : undefined;
    return view === undefined ? [] : [{ pair, view }];
  });
}

/** The view that a column is of. */
function ofViews(live: readonly CatalogObject[]): (column: CatalogObject) => CatalogObject | undefined {
  const views = new Map(
    live.filter(({ kind }) => VIEW_KINDS.has(kind)).map((view) => [keyOf(view.schema, view.name), view]),
  );
  return ({ kind, schema, parent }) => (kind === 'column' ? views.get(keyOf(schema, parent)) : undefined);
}
