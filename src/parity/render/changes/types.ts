import type { CatalogObject } from '../../../catalog/object.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import { FUNCTIONS } from '../beyond/base-type.ts';
import { setDomainDefault } from '../beyond/domain.ts';
import { setTarget } from '../beyond/statistics.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf, ownerOf, word } from '../names.ts';
import { cutAt, withoutArguments } from '../printed-name.ts';
import { operatorName } from '../routine-name.ts';
import { each, made } from './change.ts';
import type { Changes } from './change.ts';

/** Facts of domains. */
export const DOMAIN: Changes = {
  default: setDomainDefault,
  nullable: (wanted) => {
    const name = textFact(wanted, 'notNullName');
    const change = `ALTER DOMAIN ${nameOf(wanted)}`;
    if (wanted.facts.nullable !== false) return [`${change} DROP NOT NULL`];
    return [
      name === undefined
        ? `${change} SET NOT NULL`
        : `${change} ADD CONSTRAINT ${quoteIdentifier(name)} NOT NULL`,
    ];
  },
  // Where there is none on one side, whether it may be null says all.
  notNullName: (wanted, live) => {
    const [name, other] = [textFact(wanted, 'notNullName'), textFact(live, 'notNullName')];
    if (name === undefined || other === undefined) return [];
    return [
      `ALTER DOMAIN ${nameOf(wanted)} RENAME CONSTRAINT ${quoteIdentifier(other)} TO ${quoteIdentifier(name)}`,
    ];
  },
  ...made('type', 'collation'),
};

/** Facts of the checks of domains. */
export const DOMAIN_CONSTRAINT: Changes = {
  validated: (wanted) =>
    wanted.facts.validated === true
      ? [`ALTER DOMAIN ${ownerOf(wanted)} VALIDATE CONSTRAINT ${quoteIdentifier(wanted.name)}`]
      : undefined,
  ...made('expression'),
};

/** Facts of the attributes of composite types. */
export const ATTRIBUTE: Changes = each(['type', 'collation'], (wanted) => {
  const collation = textFact(wanted, 'collation');
  return [
    `ALTER TYPE ${ownerOf(wanted)} ALTER ATTRIBUTE ${quoteIdentifier(wanted.name)} TYPE ${textFact(wanted, 'type') ?? ''}${collation === undefined ? '' : ` COLLATE ${collation}`}`,
  ];
});

/** Facts of base types. */
export const BASE_TYPE: Changes = {
  ...Object.fromEntries(
    Object.entries(FUNCTIONS).map(([fact, name]) => [
      fact,
      (wanted: CatalogObject) => {
        const routine = textFact(wanted, fact);
        return [
          `ALTER TYPE ${nameOf(wanted)} SET (${name} = ${routine === undefined ? 'NONE' : withoutArguments(routine)})`,
        ];
      },
    ]),
  ),
  // A type that was plain stays so, and none becomes it.
  storage: (wanted, live) => {
    const storage = textFact(wanted, 'storage');
    if (storage === undefined || storage === 'plain' || live.facts.storage === 'plain') return undefined;
    return [`ALTER TYPE ${nameOf(wanted)} SET (STORAGE = ${storage})`];
  },
  ...made(
    // It is read and printed by these from the start.
    ...['input', 'output', 'length', 'byValue', 'alignment', 'category', 'preferred', 'delimiter'],
    ...['element', 'collation', 'default'],
  ),
};

/** Facts of operators. */
export const OPERATOR: Changes = {
  ...Object.fromEntries(
    ['restrict', 'join'].map((fact) => [
      fact,
      (wanted: CatalogObject) => {
        const routine = textFact(wanted, fact);
        return [
          `ALTER OPERATOR ${operatorName(wanted)} SET (${fact.toUpperCase()} = ${routine === undefined ? 'NONE' : withoutArguments(routine)})`,
        ];
      },
    ]),
  ),
  ...made('function', 'result', 'commutator', 'negator', 'hashes', 'merges'),
};

/** Facts of collations. */
export const COLLATION: Changes = made(
  ...['provider', 'collate', 'ctype', 'locale', 'rules', 'deterministic', 'encoding', 'version'],
);

/** Facts of statistics. */
export const STATISTICS: Changes = { target: setTarget, ...made('table', 'kinds', 'columns', 'expressions') };

/** Facts of configurations of text search. */
export const TEXT_SEARCH_CONFIGURATION: Changes = {
  mappings: (wanted, live) => {
    const [one, other] = [textsFact(wanted, 'mappings'), textsFact(live, 'mappings')];
    const tokenOf = (entry: string): string => cutAt(entry, ': ')?.[0] ?? entry;
    const there = other.map(tokenOf);
    const kept = new Set(one.map(tokenOf));
    const change = `ALTER TEXT SEARCH CONFIGURATION ${nameOf(wanted)}`;
    return [
      ...there
        .filter((token) => !kept.has(token))
        .map((token) => `${change} DROP MAPPING FOR ${word(token)}`),
      ...one
        .filter((entry) => !other.includes(entry))
        .map((entry) => {
          const [token, dictionaries] = cutAt(entry, ': ') ?? [entry, ''];
          const verb = there.includes(token) ? 'ALTER' : 'ADD';
          return `${change} ${verb} MAPPING FOR ${word(token)} WITH ${dictionaries}`;
        }),
    ];
  },
  ...made('parser'),
};

/** Facts of dictionaries. An option that is named alone is not set any more. */
export const TEXT_SEARCH_DICTIONARY: Changes = {
  options: (wanted, live) => {
    const named = (text: string): readonly string[] =>
      [...text.matchAll(/(?:^|, )("(?:[^"]|"")+"|\w+) = '(?:[^']|'')*'/g)].map(([, name = '']) => name);
    const options = textFact(wanted, 'options') ?? '';
    const kept = named(options);
    const gone = named(textFact(live, 'options') ?? '').filter((name) => !kept.includes(name));
    const parts = [...(options === '' ? [] : [options]), ...gone];
    return [`ALTER TEXT SEARCH DICTIONARY ${nameOf(wanted)} (${parts.join(', ')})`];
  },
  ...made('template'),
};
