import { identityKey, keyOf } from '../../../catalog/object.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import { createBaseType, createShell } from '../beyond/base-type.ts';
import { addAttribute, createCompositeType } from '../beyond/composite-type.ts';
import { addDomainConstraint, createDomain, setDomainDefault } from '../beyond/domain.ts';
import { createRangeType, needsShell } from '../beyond/range-type.ts';
import { createEnum } from '../enum.ts';
import { textFact } from '../facts.ts';
import { partsOfName } from '../printed-name.ts';
import { needsOfSignature } from './signature.ts';
import { lateId, makingId, rankOf } from './step.ts';
import type { Late, Objects, Step } from './step.ts';

/** What makes types of all kinds, and adds to those that are there what belongs to them. */
export function typeSteps(objects: Objects, late: Late): readonly Step[] {
  return [
    ...objects.of('enum').map((type) => simple(type, createEnum(type))),
    ...objects
      .of('shell type')
      .map((type) => ({ ...simple(type, createShell(type)), rank: rankOf('shell') })),
    ...objects.of('base type').flatMap((type) => shelled(type, createBaseType(type))),
    ...objects.of('range type').flatMap(rangeSteps),
    ...objects.of('composite type').map((type) => {
      const attributes = objects.within(type).filter(({ kind }) => kind === 'attribute');
      return {
        ...simple(type, createCompositeType(type, attributes)),
        makes: [type, ...attributes].map(identityKey),
      };
    }),
    ...objects
      .of('attribute')
      .filter(objects.isAlone)
      .map((attribute) => simple(attribute, addAttribute(attribute))),
    ...objects.of('domain').flatMap((domain) => domainSteps(domain, objects, late)),
    ...objects
      .of('domain constraint')
      .filter(objects.isAlone)
      .map((constraint) => simple(constraint, addDomainConstraint(constraint))),
  ];
}

function domainSteps(domain: CatalogObject, objects: Objects, late: Late): readonly Step[] {
  const key = identityKey(domain);
  const constraints = objects.within(domain).filter(({ kind }) => kind === 'domain constraint');
  const isLate = late.has(lateId('default', key));
  const later = constraints.filter((one) => late.has(lateId('constraint', identityKey(one))));
  const inline = constraints.filter((one) => !later.includes(one));
  const made = isLate ? { ...domain, facts: { ...domain.facts, default: null } } : domain;
  const makes = [key, ...inline.map(identityKey)];
  return [
    {
      ...simple(domain, createDomain(made, inline)),
      makes,
      needsOf: [
        ...(isLate ? needsOfSignature([key], []) : [{ object: key }]),
        ...inline.map((one) => ({ object: identityKey(one) })),
      ],
    },
    ...(isLate
      ? [
          {
            id: lateId('default', key),
            rank: rankOf('default'),
            statements: setDomainDefault(domain),
            makes: [],
            needsOf: [{ object: key }],
            after: [makingId(key)],
          },
        ]
      : []),
    ...later.map((one) => ({ ...simple(one, addDomainConstraint(one)), after: [makingId(key)] })),
  ];
}

/** The multirange comes with the range. */
function rangeSteps(type: CatalogObject): readonly Step[] {
  const multirange = partsOfName(textFact(type, 'multirange') ?? '');
  const key = keyOf('multirange type', multirange.at(-2) ?? 'pg_catalog', null, multirange.at(-1) ?? '');
  const steps = needsShell(type)
    ? shelled(type, createRangeType(type))
    : [simple(type, createRangeType(type))];
  return steps.map((step, index) =>
    index === steps.length - 1 ? { ...step, makes: [...step.makes, key] } : step,
  );
}

/**
 * A type whose functions take it before it is made: they need its name only. What else needs the type waits until it
 * is whole.
 */
function shelled(type: CatalogObject, statements: readonly string[]): readonly Step[] {
  const key = identityKey(type);
  const id = `shell ${key}`;
  return [
    {
      id,
      rank: rankOf('shell'),
      statements: createShell(type),
      makes: [],
      needsOf: [{ object: key, only: (on) => on.startsWith('schema\0') }],
    },
    { ...simple(type, statements), after: [id], shell: id },
  ];
}

function simple(object: CatalogObject, statements: readonly string[]): Step {
  const key = identityKey(object);
  return { id: makingId(key), rank: rankOf(object.kind), statements, makes: [key] };
}
