import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact, textsFact } from '../facts.ts';
import { nameOf, word } from '../names.ts';
import { cutAt, withoutArguments } from '../printed-name.ts';

/** Makes a parser of its functions. */
export function createTextSearchParser(parser: CatalogObject): readonly string[] {
  const words = {
    START: 'start',
    GETTOKEN: 'token',
    END: 'end',
    LEXTYPES: 'tokenTypes',
    HEADLINE: 'headline',
  };
  return [`CREATE TEXT SEARCH PARSER ${nameOf(parser)} (${functions(parser, words)})`];
}

/** Makes what dictionaries are made from. */
export function createTextSearchTemplate(template: CatalogObject): readonly string[] {
  const words = { LEXIZE: 'lexize', INIT: 'init' };
  return [`CREATE TEXT SEARCH TEMPLATE ${nameOf(template)} (${functions(template, words)})`];
}

/** Makes a dictionary. Its options are kept as they are written. */
export function createTextSearchDictionary(dictionary: CatalogObject): readonly string[] {
  const options = textFact(dictionary, 'options');
  const parts = [
    `TEMPLATE = ${textFact(dictionary, 'template') ?? ''}`,
    ...(options === undefined ? [] : [options]),
  ];
  return [`CREATE TEXT SEARCH DICTIONARY ${nameOf(dictionary)} (${parts.join(', ')})`];
}

/** Makes a configuration, and says what the tokens of its parser are looked up in. */
export function createTextSearchConfiguration(configuration: CatalogObject): readonly string[] {
  const name = nameOf(configuration);
  return [
    `CREATE TEXT SEARCH CONFIGURATION ${name} (PARSER = ${textFact(configuration, 'parser') ?? ''})`,
    ...textsFact(configuration, 'mappings').map((mapping) => {
      const [token, dictionaries] = cutAt(mapping, ': ') ?? [mapping, ''];
      return `ALTER TEXT SEARCH CONFIGURATION ${name} ADD MAPPING FOR ${word(token)} WITH ${dictionaries}`;
    }),
  ];
}

function functions(object: CatalogObject, words: Readonly<Record<string, string>>): string {
  return Object.entries(words)
    .flatMap(([name, fact]) => {
      const routine = textFact(object, fact);
      return routine === undefined ? [] : [`${name} = ${withoutArguments(routine)}`];
    })
    .join(', ');
}
