import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { createAccessMethod } from '../beyond/access-method.ts';
import { createCast } from '../beyond/cast.ts';
import { createCollation } from '../beyond/collation.ts';
import { createConversion } from '../beyond/conversion.ts';
import { createEventTrigger } from '../beyond/event-trigger.ts';
import { createExtension } from '../beyond/extension.ts';
import { createForeignDataWrapper, createForeignServer, createUserMapping } from '../beyond/foreign-data.ts';
import { createLanguage, createTransform } from '../beyond/language.ts';
import {
  addToFamily,
  classOf,
  createOperatorClass,
  createOperatorFamily,
} from '../beyond/operator-family.ts';
import { createOperator } from '../beyond/operator.ts';
import { addToPublication, createPublication } from '../beyond/publication.ts';
import { createRule } from '../beyond/rule.ts';
import { createStatistics } from '../beyond/statistics.ts';
import { createSubscription } from '../beyond/subscription.ts';
import {
  createTextSearchConfiguration,
  createTextSearchDictionary,
  createTextSearchParser,
  createTextSearchTemplate,
} from '../beyond/text-search.ts';
import { createTrigger } from '../beyond/trigger.ts';
import { textFact } from '../facts.ts';
import { createPolicy } from '../policy.ts';
import { partsOfName } from '../printed-name.ts';
import { createMissingRole, createRole, groupsOf } from '../role.ts';
import { createSchema } from '../schema.ts';
import { makingId, rankOf } from './step.ts';
import type { Objects, Step } from './step.ts';

/** What makes an object of each kind that stands in a statement of its own. */
const MAKING: Readonly<Record<string, (object: CatalogObject) => readonly string[]>> = {
  schema: createSchema,
  extension: createExtension,
  language: createLanguage,
  'access method': createAccessMethod,
  collation: createCollation,
  operator: createOperator,
  'operator family': createOperatorFamily,
  cast: createCast,
  conversion: createConversion,
  'text search parser': createTextSearchParser,
  'text search template': createTextSearchTemplate,
  'text search dictionary': createTextSearchDictionary,
  'text search configuration': createTextSearchConfiguration,
  transform: createTransform,
  'foreign data wrapper': createForeignDataWrapper,
  'foreign server': createForeignServer,
  'user mapping': createUserMapping,
  rule: createRule,
  trigger: createTrigger,
  policy: createPolicy,
  statistics: createStatistics,
  publication: createPublication,
  'publication table': addToPublication,
  subscription: createSubscription,
  'event trigger': createEventTrigger,
};

const MAKERS = Object.entries(MAKING);

/** The steps of all kinds that need nothing but themselves to be made. */
export function singleSteps(
  objects: Objects,
  { roles }: { readonly roles: 'made' | 'made where missing' },
): readonly Step[] {
  return [
    ...objects.of('role').map((role) => ({
      ...stepOf(role, roles === 'made' ? createRole(role) : createMissingRole(role)),
      after: groupsOf(role).map((name) => makingId(keyOf('role', null, null, partsOfName(name)[0] ?? ''))),
    })),
    ...MAKERS.flatMap(([kind, make]) => objects.of(kind).map((object) => stepOf(object, make(object)))),
    ...operatorClassSteps(objects),
  ];
}

/** Classes with the members that they bring, and the members that families have beside. */
function operatorClassSteps(objects: Objects): readonly Step[] {
  const members = [...objects.of('operator family operator'), ...objects.of('operator family function')];
  const classes = objects.of('operator class');
  const brought = new Set<CatalogObject>();
  const steps = classes.map((one) => {
    const [name, method] = cutLast(one.name, ' using ');
    const own = members.filter(
      (member) =>
        JSON.stringify(partsOfName(classOf(member) ?? '')) === JSON.stringify([one.schema, name]) &&
        cutLast(member.parent ?? '', ' using ')[1] === method &&
        isOfFamily(member, one),
    );
    own.forEach((member) => brought.add(member));
    return { ...stepOf(one, createOperatorClass(one, own)), makes: [one, ...own].map(identityKey) };
  });
  return [
    ...steps,
    ...members.filter((member) => !brought.has(member)).map((member) => stepOf(member, addToFamily(member))),
  ];
}

function isOfFamily(member: CatalogObject, one: CatalogObject): boolean {
  const family = partsOfName(textFact(one, 'family') ?? '');
  const [name] = cutLast(member.parent ?? '', ' using ');
  return family.at(-1) === name && family.at(-2) === member.schema;
}

function stepOf(object: CatalogObject, statements: readonly string[]): Step {
  const key = identityKey(object);
  return { id: makingId(key), rank: rankOf(object.kind), statements, makes: [key] };
}

function cutLast(text: string, separator: string): readonly [before: string, after: string] {
  const at = text.lastIndexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
