import type { CatalogObject } from '../../../catalog/object.ts';
import { textFact } from '../facts.ts';
import { nameOf } from '../names.ts';
import { usingName } from '../called.ts';

/** Makes a family, which is empty at first. */
export function createOperatorFamily(family: CatalogObject): readonly string[] {
  return [`CREATE OPERATOR FAMILY ${usingName(family)}`];
}

/** Makes a class with what belongs to it. One that brings nothing says what it keeps, since it must say something. */
export function createOperatorClass(
  operatorClass: CatalogObject,
  members: readonly CatalogObject[],
): readonly string[] {
  const type = textFact(operatorClass, 'type') ?? '';
  const storage = textFact(operatorClass, 'storage');
  const method = operatorClass.name.slice(operatorClass.name.lastIndexOf(' using ') + ' using '.length);
  const name = operatorClass.name.slice(0, -` using ${method}`.length);
  const items = [
    ...members.map(memberClause),
    ...(storage === undefined && members.length > 0 ? [] : [`STORAGE ${storage ?? type}`]),
  ];
  return [
    `CREATE OPERATOR CLASS ${nameOf({ ...operatorClass, name })}${operatorClass.facts.default === true ? ' DEFAULT' : ''} FOR TYPE ${type} USING ${method} FAMILY ${textFact(operatorClass, 'family') ?? ''} AS${items.map((item) => `\n  ${item}`).join(',')}`,
  ];
}

/** Adds what no class brings to its family. */
export function addToFamily(member: CatalogObject): readonly string[] {
  const family = usingName({ schema: member.schema, name: member.parent ?? '' });
  return [`ALTER OPERATOR FAMILY ${family} ADD ${memberClause(member)}`];
}

/** Whether an operator or a function of a family came with a class, and with which. */
export function classOf(member: CatalogObject): string | undefined {
  return textFact(member, 'class');
}

function memberClause(member: CatalogObject): string {
  const at = member.name.indexOf('(');
  const [number, types] = [member.name.slice(0, at), member.name.slice(at)];
  if (member.kind === 'operator family function') {
    return `FUNCTION ${number} ${types} ${textFact(member, 'function') ?? ''}`;
  }
  const sort = textFact(member, 'sortFamily');
  const purpose = member.facts.purpose === 'order by' ? ` FOR ORDER BY ${sort ?? ''}` : '';
  return `OPERATOR ${number} ${textFact(member, 'operator') ?? ''}${purpose}`;
}
