import { identityKey, keyOf } from '../../catalog/object.ts';
import type { Finding } from './index.ts';
import { isMadeAnew } from './kinds.ts';
import type { Both } from './sides.ts';

/** Differences without those that are mended along with others. */
export function withoutImpliedBy(findings: readonly Finding[], both: Both): readonly Finding[] {
  return withoutPartsOfViews(withoutValidations(findings), both);
}

/** What is made anew is made as it is to be: nothing has to be validated then. */
function withoutValidations(findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some(({ attribute }) => attribute === 'validated')) return findings;
  const anew = new Set(
    findings
      .filter(({ kind, attribute }) => isMadeAnew(kind, attribute))
      .map(({ identity }) => identityKey(identity)),
  );
  return findings.filter(
    ({ attribute, identity }) => attribute !== 'validated' || !anew.has(identityKey(identity)),
  );
}

/** The columns of a view come with its query: whatever is to be said of them, it is made again once. */
function withoutPartsOfViews(findings: readonly Finding[], { live }: Both): readonly Finding[] {
  const keyIn = ({ identity: { schema, parent } }: Finding): string => keyOf(schema, parent);
  const remade = new Set(
    findings
      .filter(({ attribute }) => attribute === 'definition' || attribute === 'kind')
      .map(({ identity: { schema, name } }) => keyOf(schema, name)),
  );
  const views = new Set(
    live
      .filter(({ kind }) => kind === 'view' || kind === 'materialized view')
      .map(({ schema, name }) => keyOf(schema, name)),
  );
  const isOfView = (one: Finding): boolean => one.kind === 'column' && views.has(keyIn(one));
  const changing = new Set(findings.filter((one) => isOfView(one) && one.attribute !== 'renamed').map(keyIn));
  return findings.filter(
    (one) =>
      !isOfView(one) ||
      !(remade.has(keyIn(one)) || (one.attribute === 'renamed' && changing.has(keyIn(one)))),
  );
}
