import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { cutAt, withoutArguments } from '../printed-name.ts';

/** Makes a language of the functions that run it. */
export function createLanguage(
  language: CatalogObject,
  { replaces = false }: { readonly replaces?: boolean } = {},
): readonly string[] {
  const words = ['handler', 'inline', 'validator'].map((fact) => {
    const routine = textFact(language, fact);
    return routine === undefined ? '' : ` ${fact.toUpperCase()} ${withoutArguments(routine)}`;
  });
  const trusted = language.facts.trusted === true ? 'TRUSTED ' : '';
  return [`CREATE ${replaces ? 'OR REPLACE ' : ''}${trusted}LANGUAGE ${nameOf(language)}${words.join('')}`];
}

/** Says how a type is handed to a language. */
export function createTransform(transform: CatalogObject): readonly string[] {
  const [type, language] = cutAt(transform.name, ' language ') ?? [transform.name, ''];
  const [from, to] = [textFact(transform, 'fromSql'), textFact(transform, 'toSql')];
  const ways = [
    ...(from === undefined ? [] : [`FROM SQL WITH FUNCTION ${from}`]),
    ...(to === undefined ? [] : [`TO SQL WITH FUNCTION ${to}`]),
  ];
  return [`CREATE TRANSFORM FOR ${type} LANGUAGE ${language} (${ways.join(', ')})`];
}
