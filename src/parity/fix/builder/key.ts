import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { textFact, textsFact } from '../../render/facts.ts';
import { columnList, ownerOf, qualified } from '../../render/names.ts';
import { list, quoted, record } from '../code.ts';
import { isPlain, link, namesOf } from '../knex.ts';
import type { Link } from './piece.ts';
import { statementOf } from './statement.ts';

/** A key, a foreign key or an index as the builder says it. */
export interface KeySaid {
  /** The statement of SQL that it stands for. */
  readonly statement: string;
  readonly columns: readonly string[];
  /** As a line of its own. */
  readonly links: readonly Link[];
  /** As the end of the line of its only column. */
  readonly chained?: readonly Link[];
}

const DEFERRED: readonly (readonly [words: string, when: string | undefined])[] = [
  ['', undefined],
  [' DEFERRABLE', 'immediate'],
  [' DEFERRABLE INITIALLY DEFERRED', 'deferred'],
];
const METHODS = new Set(['btree', 'hash', 'gin', 'gist', 'spgist', 'brin']);

/** Asked for with its table, and with all that is made. */
const KNOWN = new WeakMap<CatalogObject, { readonly said: KeySaid | undefined }>();

/** What the builder says of an object that belongs to a table; undefined where that would be something else. */
export function saidKey(object: CatalogObject): KeySaid | undefined {
  if (!(object.kind in FORMS)) return undefined;
  const known = KNOWN.get(object);
  if (known !== undefined) return known.said;
  const said = findKey(object);
  KNOWN.set(object, { said });
  return said;
}

function findKey(object: CatalogObject): KeySaid | undefined {
  const { kind, schema, parent, name } = object;
  const forms = FORMS[kind];
  if (forms === undefined) return undefined;
  const columns = textsFact(object, 'columns');
  if (!isPlain(schema, parent, name, ...columns) || columns.length === 0) return undefined;
  // The builder's words are compared with the whole statement, so that whatever else is known makes a difference.
  const statement = statementOf(object);
  for (const form of forms(object, columns)) if (form.statement === statement) return form;
  return undefined;
}

/** By kind: the likeliest first, each made when it is asked for. */
const FORMS: Readonly<
  Record<string, (object: CatalogObject, columns: readonly string[]) => Iterable<KeySaid>>
> = {
  *'primary key'(key, columns) {
    for (const [words, deferrable] of DEFERRED) {
      const options = record({
        constraintName: quoted(key.name),
        deferrable: deferrable && quoted(deferrable),
      });
      yield {
        statement: added(key, `PRIMARY KEY ${columnList(columns)}${words}`),
        columns,
        links: [link('primary', namesOf(columns), options)],
        chained: [link('primary', options)],
      };
    }
  },
  *unique(key, columns) {
    for (const [words, deferrable] of DEFERRED) {
      const options = record({ indexName: quoted(key.name), deferrable: deferrable && quoted(deferrable) });
      yield {
        statement: added(key, `UNIQUE ${columnList(columns)}${words}`),
        columns,
        links: [link('unique', namesOf(columns), options)],
        chained: [link('unique', options)],
      };
    }
  },
  'foreign key': foreignForms,
  *index(index, columns) {
    const method = textFact(index, 'method') ?? 'btree';
    if (index.facts.unique !== true && METHODS.has(method))
      yield {
        statement: `CREATE INDEX ${indexOn(index, method, columns)}`,
        columns,
        links: [
          link('index', oneOrMore(columns), quoted(index.name), method === 'btree' ? '' : quoted(method)),
        ],
      };
    if (index.facts.unique !== true) return;
    yield {
      statement: `CREATE UNIQUE INDEX ${indexOn(index, 'btree', columns)}`,
      columns,
      links: [
        link('unique', namesOf(columns), record({ indexName: quoted(index.name), useConstraint: 'false' })),
      ],
    };
  },
};

function* foreignForms(key: CatalogObject, columns: readonly string[]): Iterable<KeySaid> {
  const references = textsFact(key, 'references');
  const foreign = textsFact(key, 'referencedColumns');
  if (!isPlain(...references, ...foreign)) return;
  const [onUpdate, onDelete] = [actionOf(key, 'onUpdate'), actionOf(key, 'onDelete')];
  for (const [words, when] of DEFERRED) {
    const target = [link('references', oneOrMore(foreign)), link('inTable', quoted(references.join('.')))];
    const rest = [
      ...(onDelete === undefined ? [] : [link('onDelete', quoted(onDelete))]),
      ...(onUpdate === undefined ? [] : [link('onUpdate', quoted(onUpdate))]),
      ...(when === undefined ? [] : [link('deferrable', quoted(when))]),
    ];
    const statement = added(
      key,
      [
        `FOREIGN KEY ${columnList(columns)} REFERENCES ${qualified(references)} ${columnList(foreign)}`,
        onUpdate === undefined ? '' : ` ON UPDATE ${onUpdate}`,
        onDelete === undefined ? '' : ` ON DELETE ${onDelete}`,
        words,
      ].join(''),
    );
    yield {
      statement,
      columns,
      links: [link('foreign', oneOrMore(columns), quoted(key.name)), ...target, ...rest],
      chained: [...target, link('withKeyName', quoted(key.name)), ...rest],
    };
  }
}

function actionOf(key: CatalogObject, fact: string): string | undefined {
  const what = textFact(key, fact);
  return what === undefined || what === 'no action' ? undefined : what.toUpperCase();
}

function added(object: CatalogObject, clause: string): string {
  return `ALTER TABLE ${ownerOf(object)} ADD CONSTRAINT ${quoteIdentifier(object.name)} ${clause}`;
}

function indexOn(index: CatalogObject, method: string, columns: readonly string[]): string {
  return `${quoteIdentifier(index.name)} ON ${ownerOf(index)} USING ${method} ${columnList(columns)}`;
}

function oneOrMore(columns: readonly string[]): string {
  return columns.length === 1 ? quoted(columns[0] ?? '') : list(columns.map(quoted));
}
